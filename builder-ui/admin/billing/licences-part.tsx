export const LicencesPart = () => null;
