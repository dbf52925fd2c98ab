/** The address at which a harbor answers. */
export const berthsUrl = (base, quay, length) => `${base}/berths?quay=${quay}&length=${length}`;
