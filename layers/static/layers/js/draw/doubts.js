// Places that somebody has to confirm: what the page doubts itself and what the server would not
// take. Both mean the same place: it is said once.

const OF_PLACES = new Set(["outside_city", "outside_district", "crosses_district"]);

export const isOfPlace = ({ code }) => OF_PLACES.has(code);

/** All refusals of the server and problems found here, those of one place as one. */
export function listed(refused, found) {
  const doubted = new Set(refused.filter(({ isDoubt }) => isDoubt).map(({ client_id }) => client_id));
  const own = found.filter((problem, i) => !isOfPlace(problem) || firstOfPlace(found, problem.client_id) === i)
    .map((problem) => (isOfPlace(problem) ? { ...problem, isDoubt: true, isRefusal: doubted.has(problem.client_id) } : problem));
  const seen = new Set(own.filter(({ isDoubt }) => isDoubt).map(({ client_id }) => client_id));
  const others = refused.filter(({ client_id, isDoubt }) => !(isDoubt && seen.has(client_id)));
  return [...others.map((entry) => ({ ...entry, isRefusal: true })), ...own];
}

const firstOfPlace = (found, id) => found.findIndex((each) => isOfPlace(each) && each.client_id === id);

/** The client_ids of the assets whose places can be confirmed. */
export function doubtful(list) {
  return [...new Set(list.filter(({ isDoubt }) => isDoubt).map(({ client_id }) => client_id))];
}
