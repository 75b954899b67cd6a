/** The last of a list. The oldest browsers that the bundle is built for have no Array.at. */
export const lastOf = (list) => list[list.length - 1];
