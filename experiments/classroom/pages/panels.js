// Places that lie far apart are drawn beside each other: hundreds of kilometres between two towns would leave neither to be seen.

const APART = 40; // kilometres between boxes from which they are drawn apart; doubled until few enough are left
const MOST = 6;

/** Boxes of districts that lie together, in kilometres: {west, east, south, north, width, height}. */
export function panelsOf(place) {
  const boxes = place.districts.flatMap((d) => (d.zones?.length ? d.zones : [d])).map((z) => box(z.x, z.y, Math.max(z.radius, 0.2)));
  if (!boxes.length) boxes.push(...place.centres.map((c) => box(c.x, c.y, 0.5)));
  if (!boxes.length) return [sized(box(0, 0, 1))];
  let far = APART;
  let found = together(boxes, far);
  while (found.length > MOST) {
    far *= 2;
    found = together(boxes, far);
  }
  return found.map(sized);
}

const box = (x, y, r) => ({ west: x - r, east: x + r, south: y - r, north: y + r });

function sized(b) {
  const margin = 0.06 * Math.max(b.east - b.west, b.north - b.south);
  const wide = { west: b.west - margin, east: b.east + margin, south: b.south - margin, north: b.north + margin };
  return { ...wide, width: wide.east - wide.west, height: wide.north - wide.south };
}

function together(boxes, far) {
  let left = [...boxes];
  const found = [];
  while (left.length) {
    let here = left.shift();
    for (let grew = true; grew;) {
      grew = false;
      for (const other of left) {
        const dx = Math.max(other.west - here.east, here.west - other.east, 0);
        const dy = Math.max(other.south - here.north, here.south - other.north, 0);
        if (Math.hypot(dx, dy) >= far) continue;
        here = {
          west: Math.min(here.west, other.west), east: Math.max(here.east, other.east),
          south: Math.min(here.south, other.south), north: Math.max(here.north, other.north),
        };
        left = left.filter((b) => b !== other);
        grew = true;
        break;
      }
    }
    found.push(here);
  }
  return found;
}
