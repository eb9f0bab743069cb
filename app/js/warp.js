// The projective map that takes four points to four others (a homography), for CSS.

/** As a `matrix3d` for an element whose transform-origin is its top left corner. */
export function matrix3d(from, to) {
  const [a, b, c, d, e, f, g, h, i] = product(basis(to), adjugate(basis(from))).map((n, _, all) => n / all[8]);
  return `matrix3d(${[a, d, 0, g, b, e, 0, h, 0, 0, 1, 0, c, f, 0, i].join(",")})`;
}

/** Takes the projective basis to four points, row by row. */
function basis([[x1, y1], [x2, y2], [x3, y3], [x4, y4]]) {
  const m = [x1, x2, x3, y1, y2, y3, 1, 1, 1];
  const inverse = adjugate(m);
  const weight = [0, 3, 6].map((row) => inverse[row] * x4 + inverse[row + 1] * y4 + inverse[row + 2]);
  return m.map((value, at) => value * weight[at % 3]);
}

/** The inverse but for its scale, which does not count here. */
function adjugate([a, b, c, d, e, f, g, h, i]) {
  return [
    e * i - f * h, c * h - b * i, b * f - c * e,
    f * g - d * i, a * i - c * g, c * d - a * f,
    d * h - e * g, b * g - a * h, a * e - b * d,
  ];
}

function product(m, n) {
  return m.map((_, at) => {
    const [row, column] = [at - (at % 3), at % 3];
    return m[row] * n[column] + m[row + 1] * n[column + 3] + m[row + 2] * n[column + 6];
  });
}
