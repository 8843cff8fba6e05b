export const PlansPart = () => null;
