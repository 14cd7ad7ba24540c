//! Areas on a plane: rings, cut by lines.

/// A point, in the plane's own unit of length.
pub type Point = (f64, f64);

/// Area of a ring, which need not be closed by its first point; positive whichever way round it runs.
pub fn area(ring: &[Point]) -> f64 {
    signed_area(ring).abs()
}

fn signed_area(ring: &[Point]) -> f64 {
    let Some(&origin) = ring.first() else {
        return 0.0;
    };
    // About the first corner, so that far-off coordinates cost no digits.
    let corner = |(x, y): Point| (x - origin.0, y - origin.1);
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let twice: f64 = pairs
        .map(|(a, b)| {
            let (a, b) = (corner(*a), corner(*b));
            a.0 * b.1 - b.0 * a.1
        })
        .sum();
    twice / 2.0
}

/// Centre of gravity of a ring; its first corner where it has no area.
pub fn centre(ring: &[Point]) -> Point {
    let Some(&origin) = ring.first() else {
        return (0.0, 0.0);
    };
    let whole = signed_area(ring);
    if whole == 0.0 {
        return origin;
    }
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let (mut x, mut y) = (0.0, 0.0);
    for (a, b) in pairs {
        let (a, b) = (
            (a.0 - origin.0, a.1 - origin.1),
            (b.0 - origin.0, b.1 - origin.1),
        );
        let cross = a.0 * b.1 - b.0 * a.1;
        x += (a.0 + b.0) * cross;
        y += (a.1 + b.1) * cross;
    }
    (origin.0 + x / (6.0 * whole), origin.1 + y / (6.0 * whole))
}

/// The part of a ring that is nearer to `near` than to `far` (Sutherland and Hodgman 1974, for one line). Of a ring
/// that is not convex, pieces stay joined along the line; the area is right all the same.
pub fn nearer(ring: &[Point], near: Point, far: Point) -> Vec<Point> {
    let (dx, dy) = (far.0 - near.0, far.1 - near.1);
    let middle = (f64::midpoint(near.0, far.0), f64::midpoint(near.1, far.1));
    // Positive on the side of `far`.
    let side = |(x, y): Point| (x - middle.0) * dx + (y - middle.1) * dy;
    let mut kept = Vec::with_capacity(ring.len() + 2);
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (at_a, at_b) = (side(*a), side(*b));
        if at_a <= 0.0 {
            kept.push(*a);
        }
        if (at_a < 0.0 && at_b > 0.0) || (at_a > 0.0 && at_b < 0.0) {
            let share = at_a / (at_a - at_b);
            kept.push((a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1)));
        }
    }
    kept
}

/// Whether a point lies in a ring; on its edge either may be said.
pub fn contains(ring: &[Point], (x, y): Point) -> bool {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let crossings = pairs
        .filter(|(a, b)| (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0));
    crossings.count() % 2 == 1
}

/// Whether two edges of a ring that are not neighbours cross each other.
pub fn crosses_itself(ring: &[Point]) -> bool {
    let n = ring.len();
    let turn = |a: Point, b: Point, c: Point| (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
    let edge = |i: usize| (ring[i], ring[(i + 1) % n]);
    (0..n).any(|i| {
        let (a, b) = edge(i);
        (i + 2..n).filter(|j| (j + 1) % n != i).any(|j| {
            let (c, d) = edge(j);
            turn(a, b, c) * turn(a, b, d) < 0.0 && turn(c, d, a) * turn(c, d, b) < 0.0
        })
    })
}

/// Radius of the sphere that has the area of the Earth, km.
const EARTH_KM: f64 = 6_371.007_2;

/// Longitude and latitude in degrees as kilometres east and north of a centre: Lambert's azimuthal equal-area
/// projection of a sphere (Snyder 1987, p. 185), whose areas are right within 0.4 % of those of the ellipsoid.
pub fn project((longitude, latitude): Point, centre: Point) -> Point {
    let (lon, lat) = ((longitude - centre.0).to_radians(), latitude.to_radians());
    let lat_0 = centre.1.to_radians();
    let cos_c = lat_0.sin() * lat.sin() + lat_0.cos() * lat.cos() * lon.cos();
    let k = EARTH_KM * (2.0 / (1.0 + cos_c)).sqrt();
    (
        k * lat.cos() * lon.sin(),
        k * (lat_0.cos() * lat.sin() - lat_0.sin() * lat.cos() * lon.cos()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_far_away_keeps_its_area() {
        let square = [
            (4e6, 5e6),
            (4e6 + 3.0, 5e6),
            (4e6 + 3.0, 5e6 + 3.0),
            (4e6, 5e6 + 3.0),
        ];
        assert!((area(&square) - 9.0).abs() < 1e-9);
        assert_eq!(
            centre(&[(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]),
            (1.0, 1.0)
        );
    }

    #[test]
    fn a_u_that_is_cut_keeps_the_area_of_both_arms() {
        let u = [
            (0.0, 0.0),
            (3.0, 0.0),
            (3.0, 3.0),
            (2.0, 3.0),
            (2.0, 1.0),
            (1.0, 1.0),
            (1.0, 3.0),
            (0.0, 3.0),
        ];
        let upper = nearer(&u, (1.5, 3.0), (1.5, 1.0));
        assert!((area(&upper) - 2.0).abs() < 1e-12);
        assert!(!crosses_itself(&u));
        assert!(crosses_itself(&[
            (0.0, 0.0),
            (1.0, 1.0),
            (1.0, 0.0),
            (0.0, 1.0)
        ]));
        assert!(contains(&u, (0.5, 2.0)) && !contains(&u, (1.5, 2.0)));
    }

    #[test]
    fn a_degree_cell_has_the_area_of_the_sphere() {
        // R² · Δλ · (sin φ₂ − sin φ₁), with edges of the cell cut fine.
        let steps = 200;
        let mut ring = Vec::new();
        let along = |n: i32| f64::from(n) / f64::from(steps);
        ring.extend((0..steps).map(|n| (20.0 + along(n), 45.0)));
        ring.extend((0..steps).map(|n| (21.0, 45.0 + along(n))));
        ring.extend((0..steps).map(|n| (21.0 - along(n), 46.0)));
        ring.extend((0..steps).map(|n| (20.0, 46.0 - along(n))));
        let plane: Vec<Point> = ring
            .iter()
            .map(|point| project(*point, (20.5, 45.5)))
            .collect();
        let exact = EARTH_KM
            * EARTH_KM
            * 1_f64.to_radians()
            * (46_f64.to_radians().sin() - 45_f64.to_radians().sin());
        assert!((area(&plane) / exact - 1.0).abs() < 1e-6);
    }
}
