// Seeded randomness: a failing property names its seed and can be run again.
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pick = (random, list) => list[Math.floor(random() * list.length)];

// Panzhihua: 101.08–102.25 E, 26.05–27.3 N.
export function randomPosition(random, around = [101.7, 26.6], degrees = 0.3) {
  return around.map((each) => each + (random() - 0.5) * degrees);
}

/** A line of 2 to 12 vertices with legs of up to `degrees`. */
export function randomLine(random, degrees = 0.01) {
  const line = [randomPosition(random)];
  const count = 2 + Math.floor(random() * 11);
  while (line.length < count) line.push(randomPosition(random, line.at(-1), degrees));
  return line;
}

export function manyTimes(count, check) {
  for (let seed = 1; seed <= count; seed += 1) {
    try {
      check(generator(seed), seed);
    } catch (error) {
      error.message = `seed ${seed}: ${error.message}`;
      throw error;
    }
  }
}
