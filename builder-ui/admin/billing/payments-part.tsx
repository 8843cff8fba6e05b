export const PaymentsPart = () => null;
