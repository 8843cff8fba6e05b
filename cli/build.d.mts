export declare function buildCli(outfile: string): Promise<void>;
