import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { SEARCH_ATTRIBUTES } from '#scripts/embedded/search-attributes.ts';

const read = (file: string): string => readFileSync(file, 'utf8');

/** Every document of a file, read strictly: an error or a warning of the parser is a fault of ours. */
function documentsOf(file: string): unknown[] {
  const documents = parseAllDocuments(read(file), { merge: true });
  return documents.map((document) => {
    expect([...document.errors, ...document.warnings], file).toEqual([]);
    return document.toJS();
  });
}

const SETTINGS = new Set([...read('config/env.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name));

describe('docker-compose.yml', () => {
  interface Service {
    image?: string;
    environment?: Record<string, string>;
    depends_on?: Record<string, unknown>;
    read_only?: boolean;
    cap_drop?: string[];
    security_opt?: string[];
  }
  const [compose] = documentsOf('deploy/docker-compose.yml') as [{ services: Record<string, Service> }];

  test('starts what it depends on', () => {
    for (const { depends_on = {} } of Object.values(compose.services))
      for (const name of Object.keys(depends_on)) expect(Object.keys(compose.services)).toContain(name);
  });

  test('passes settings that there are', () => {
    for (const name of Object.keys(compose.services.trama?.environment ?? {})) expect(SETTINGS).toContain(name);
  });

  test('asks for the address of the proxy, and believes no other machine until it has one', () => {
    expect(compose.services.trama?.environment?.TRAMA_TRUSTED_PROXIES).toBe(`\${TRAMA_TRUSTED_PROXIES:-loopback}`);
  });

  test('runs what is ours without a right, on a disk that it cannot write', () => {
    const { trama } = compose.services;
    expect([trama?.read_only, trama?.cap_drop, trama?.security_opt]).toEqual([
      true,
      ['ALL'],
      ['no-new-privileges:true'],
    ]);
  });

  test('pins every image of others', () => {
    for (const [name, { image = '' }] of Object.entries(compose.services))
      if (name !== 'trama') expect(image, name).toMatch(/:[\w.${}:-]*\d/);
  });

  const hasCompose = spawnSync('docker', ['compose', 'version']).status === 0;
  test.runIf(hasCompose)('is taken by docker compose', () => {
    const { status, stderr } = spawnSync(
      'docker',
      ['compose', '-f', 'deploy/docker-compose.yml', 'config', '--quiet'],
      {
        encoding: 'utf8',
        env: { PATH: '/usr/local/bin:/usr/bin:/bin', TRAMA_SECRET: 'x'.repeat(32), POSTGRES_PASSWORD: 'x' },
      },
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});

interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  stringData?: Record<string, string>;
  // Erasure: manifests are looked at by path.
  // oxlint-disable-next-line typescript/no-explicit-any -- see above
  spec?: any;
}

describe('Kubernetes', () => {
  const manifests = readdirSync('deploy/kubernetes').flatMap((file) =>
    documentsOf(`deploy/kubernetes/${file}`),
  ) as Manifest[];
  const of = (kind: string): Manifest => manifests.find((one) => one.kind === kind) as Manifest;

  test('there is one of each, with a version and a name', () => {
    expect(manifests.map(({ kind }) => kind).toSorted()).toEqual([
      'Deployment',
      'HorizontalPodAutoscaler',
      'Secret',
      'Service',
    ]);
    for (const one of manifests) expect([one.apiVersion, one.metadata.name].every(Boolean)).toBe(true);
  });

  test('service, deployment and autoscaler mean the same pods', () => {
    const { labels } = of('Deployment').spec.template.metadata;
    expect(of('Deployment').spec.selector.matchLabels).toEqual(labels);
    expect(of('Service').spec.selector).toEqual(labels);
    expect(of('HorizontalPodAutoscaler').spec.scaleTargetRef.name).toBe(of('Deployment').metadata.name);
  });

  test('the pod has settings that there are, no secret among them, and the secret is complete and empty', () => {
    const [container] = of('Deployment').spec.template.spec.containers;
    const { stringData = {} } = of('Secret');
    expect(container.envFrom).toEqual([{ secretRef: { name: of('Secret').metadata.name } }]);
    const given: string[] = container.env.map(({ name }: { name: string }) => name);
    for (const name of [...given, ...Object.keys(stringData)]) expect(SETTINGS).toContain(name);
    expect(given.filter((name) => /SECRET|KEY|DATABASE/.test(name))).toEqual([]);
    expect(stringData.TRAMA_SECRET).toBe('');
    // A place to write the ingress's network into; a network that is nobody's until then.
    expect(container.env).toContainEqual({ name: 'TRAMA_TRUSTED_PROXIES', value: '192.0.2.0/24' });
  });
});

test.each(['deploy/kubernetes/deployment.yaml', 'deploy/rainbow/workers.yaml'])(
  'the pods of %s have no right',
  (file) => {
    const [{ spec }] = documentsOf(file) as [Manifest];
    const pod = spec.template.spec;
    expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } });
    expect(pod.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    // What is written all the same has a place.
    expect(pod.containers[0].volumeMounts.map((one: { mountPath: string }) => one.mountPath)).toEqual([
      '/data',
      '/tmp',
    ]);
  },
);

describe('workers of a version', () => {
  const [workers] = documentsOf('deploy/rainbow/workers.yaml') as [Manifest];

  test('are pods of their own, told from those of other versions by name and label', () => {
    const { selector, template } = workers.spec;
    const version = template.metadata.labels['app.kubernetes.io/version'];
    expect(selector.matchLabels).toEqual(template.metadata.labels);
    expect(workers.metadata.name).toBe(`trama-workers-${version.replaceAll('.', '-')}`);
    const [container] = template.spec.containers;
    const env = Object.fromEntries(container.env.map(({ name, value }: Record<string, string>) => [name, value]));
    for (const name of Object.keys(env)) expect(SETTINGS).toContain(name);
    expect(env).toMatchObject({ TRAMA_ROLE: 'worker', TRAMA_DEPLOYMENT_VERSION: version });
    expect(container.image).toBe(`trama:${version}`);
  });
});

describe('Temporal', () => {
  test('gets the search attributes that runs are started with', () => {
    const made = [...read('deploy/temporal/namespace.sh').matchAll(/(Trama\w+)=(\w+)/g)].map(([, name, type]) => [
      name,
      type,
    ]);
    expect(Object.fromEntries(made)).toEqual(SEARCH_ATTRIBUTES);
  });

  test('is told of fairness as the embedded server is', () => {
    expect(documentsOf('deploy/temporal/dynamic-config.yaml')).toEqual([
      { 'matching.enableFairness': [{ value: true }] },
    ]);
  });

  test.each(['schema.sh', 'namespace.sh'])('%s is a shell script', (file) => {
    expect(spawnSync('sh', ['-n', `deploy/temporal/${file}`], { encoding: 'utf8' }).stderr).toBe('');
  });
});

describe('Dockerfile', () => {
  const lines = read('deploy/Dockerfile')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line));

  test('holds instructions that there are', () => {
    for (const line of lines)
      expect(line).toMatch(/^(FROM|WORKDIR|COPY|RUN|ENV|USER|EXPOSE|STOPSIGNAL|HEALTHCHECK|CMD) /);
  });

  test('begins from a Node that the product takes, and does not run as root', () => {
    const images = lines.filter((line) => line.startsWith('FROM ')).map((line) => /node:(\d+)/.exec(line)?.[1]);
    expect(images.length).toBe(2);
    for (const major of images) expect(Number(major)).toBeGreaterThanOrEqual(20);
    expect(lines.indexOf('USER node')).toBeLessThan(lines.findIndex((line) => line.startsWith('CMD ')));
  });

  test.each(['scripts/prepare.mjs', 'scripts/start.mjs', 'package-lock.json'])('what it names is there: %s', (file) => {
    expect(read('deploy/Dockerfile')).toContain(file);
    expect(read(file)).not.toBe('');
  });
});
