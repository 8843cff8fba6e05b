export const NoticesPart = () => null;
