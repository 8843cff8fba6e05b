export const DeliveriesPart = () => null;
