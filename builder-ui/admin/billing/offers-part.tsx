export const OffersPart = () => null;
