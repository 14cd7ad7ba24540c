//! Areas as the protocol writes them: `latitude,longitude` pairs parted by blanks.

use std::fmt;

/// So many points may a polygon have; receivers cut off far fewer.
pub const MOST_POINTS: usize = 5000;

/// A closed line of `(latitude, longitude)` in degrees; the first point is the last.
#[derive(Clone, Debug, PartialEq)]
pub struct Polygon(Vec<(f64, f64)>);

/// A circle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circle {
    /// Latitude and longitude of its middle, degrees.
    pub middle: (f64, f64),
    /// km.
    pub radius_km: f64,
}

/// Why a text is no polygon or circle.
#[derive(Clone, Debug, PartialEq)]
pub enum PlaceFault {
    /// A part is no `latitude,longitude` pair.
    Pair(String),
    /// A latitude outside −90 to 90.
    Latitude(f64),
    /// A longitude outside −180 to 180.
    Longitude(f64),
    /// Fewer than four points.
    Few(usize),
    /// More than [`MOST_POINTS`].
    Many(usize),
    /// The last point is not the first.
    Open,
    /// It crosses itself between these points, counted from 1.
    Crosses(usize, usize),
    /// All points lie on one line.
    Flat,
    /// A circle is a pair and a radius, and this is none.
    Radius(String),
}

impl fmt::Display for PlaceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pair(part) => write!(
                f,
                "\"{}\" is no pair of latitude and longitude in degrees",
                crate::domain::finding::quote(part)
            ),
            Self::Latitude(value) => write!(
                f,
                "the latitude {value} lies outside −90 to 90; latitude stands before longitude"
            ),
            Self::Longitude(value) => {
                write!(f, "the longitude {value} lies outside −180 to 180")
            }
            Self::Few(n) => write!(
                f,
                "{n} points are too few for a polygon; it takes at least four, the last equal to the first"
            ),
            Self::Many(n) => write!(
                f,
                "{n} points are more than the {MOST_POINTS} that are taken"
            ),
            Self::Open => write!(f, "the last point is not the first, so the polygon is open"),
            Self::Crosses(a, b) => write!(
                f,
                "the polygon crosses itself: the side after point {a} meets the side after point {b}"
            ),
            Self::Flat => write!(f, "all points lie on one line, so the polygon has no area"),
            Self::Radius(part) => write!(
                f,
                "\"{}\" is no circle: it takes latitude,longitude, a blank and a radius in km",
                crate::domain::finding::quote(part)
            ),
        }
    }
}

/// Reads a polygon.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn polygon(text: &str) -> Result<Polygon, PlaceFault> {
    let points: Vec<(f64, f64)> = text
        .split_ascii_whitespace()
        .map(pair)
        .collect::<Result<_, _>>()?;
    Polygon::new(points)
}

/// Reads a circle.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn circle(text: &str) -> Result<Circle, PlaceFault> {
    let fault = || PlaceFault::Radius(text.to_owned());
    let mut parts = text.split_ascii_whitespace();
    let (Some(middle), Some(radius), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err(fault());
    };
    let radius_km = degrees(radius)
        .filter(|radius| *radius >= 0.0)
        .ok_or_else(fault)?;
    Ok(Circle {
        middle: pair(middle)?,
        radius_km,
    })
}

fn pair(text: &str) -> Result<(f64, f64), PlaceFault> {
    let fault = || PlaceFault::Pair(text.to_owned());
    let (latitude, longitude) = text.split_once(',').ok_or_else(fault)?;
    let latitude = degrees(latitude).ok_or_else(fault)?;
    let longitude = degrees(longitude).ok_or_else(fault)?;
    in_range((latitude, longitude))
}

fn in_range((latitude, longitude): (f64, f64)) -> Result<(f64, f64), PlaceFault> {
    // A range that holds NaN is no range: the comparison is made so that NaN falls out.
    if !(-90.0..=90.0).contains(&latitude) {
        return Err(PlaceFault::Latitude(latitude));
    }
    if !(-180.0..=180.0).contains(&longitude) {
        return Err(PlaceFault::Longitude(longitude));
    }
    Ok((latitude, longitude))
}

/// A plain decimal: no exponent, no "inf".
fn degrees(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_plain = digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_plain.then(|| text.parse().ok()).flatten()
}

impl Polygon {
    /// From points of latitude and longitude in degrees, the last equal to the first.
    ///
    /// # Errors
    /// The first thing that is wrong with them.
    pub fn new(points: Vec<(f64, f64)>) -> Result<Self, PlaceFault> {
        let n = points.len();
        if n < 4 {
            return Err(PlaceFault::Few(n));
        }
        if n > MOST_POINTS {
            return Err(PlaceFault::Many(n));
        }
        for point in &points {
            in_range(*point)?;
        }
        if points.first() != points.last() {
            return Err(PlaceFault::Open);
        }
        if let Some((a, b)) = crossing(&points) {
            return Err(PlaceFault::Crosses(a, b));
        }
        let first = points[0];
        let second = points.iter().find(|point| **point != first);
        let is_flat = second.is_none_or(|second| {
            points
                .iter()
                .all(|point| turn(first, *second, *point) == 0.0)
        });
        if is_flat {
            return Err(PlaceFault::Flat);
        }
        Ok(Self(points))
    }

    /// Its points, the first again as the last.
    pub fn points(&self) -> &[(f64, f64)] {
        &self.0
    }
}

impl fmt::Display for Polygon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, (latitude, longitude)) in self.0.iter().enumerate() {
            let blank = if n == 0 { "" } else { " " };
            write!(f, "{blank}{latitude},{longitude}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{} {}", self.middle.0, self.middle.1, self.radius_km)
    }
}

type Point = (f64, f64);

/// The first two sides that meet elsewhere than at a corner they share, as the numbers of their first points from 1.
fn crossing(points: &[Point]) -> Option<(usize, usize)> {
    let sides: Vec<(usize, Point, Point)> = points
        .windows(2)
        .enumerate()
        .filter(|(_, side)| side[0] != side[1])
        .map(|(n, side)| (n + 1, side[0], side[1]))
        .collect();
    let last = sides.len().checked_sub(1)?;
    for (i, (a, a_from, a_to)) in sides.iter().enumerate() {
        for (j, (b, b_from, b_to)) in sides.iter().enumerate().skip(i + 1) {
            let is_next = j == i + 1 || (i == 0 && j == last);
            let meets = if is_next {
                runs_back((*a_from, *a_to), (*b_from, *b_to))
            } else {
                touches((*a_from, *a_to), (*b_from, *b_to))
            };
            if meets {
                return Some((*a, *b));
            }
        }
    }
    None
}

/// Above zero when `c` lies to the left of the way from `a` to `b`, zero on its line.
fn turn(a: Point, b: Point, c: Point) -> f64 {
    (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
}

fn between(a: Point, b: Point, c: Point) -> bool {
    (a.0.min(b.0)..=a.0.max(b.0)).contains(&c.0) && (a.1.min(b.1)..=a.1.max(b.1)).contains(&c.1)
}

/// Whether two sides have a point in common.
fn touches((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let of_cd = (turn(a, b, c), turn(a, b, d));
    let of_ab = (turn(c, d, a), turn(c, d, b));
    let crosses = |(x, y): (f64, f64)| (x > 0.0 && y < 0.0) || (x < 0.0 && y > 0.0);
    (crosses(of_cd) && crosses(of_ab))
        || (of_cd.0 == 0.0 && between(a, b, c))
        || (of_cd.1 == 0.0 && between(a, b, d))
        || (of_ab.0 == 0.0 && between(c, d, a))
        || (of_ab.1 == 0.0 && between(c, d, b))
}

/// Whether two sides that share a corner lie on one another.
fn runs_back((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let (corner, one, other) = if b == c { (b, a, d) } else { (a, b, c) };
    let on_line = turn(corner, one, other) == 0.0;
    let ahead =
        (one.0 - corner.0) * (other.0 - corner.0) + (one.1 - corner.1) * (other.1 - corner.1);
    on_line && ahead > 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polygons_that_are_none_are_refused_for_their_reason() {
        let rows: [(&str, PlaceFault); 9] = [
            ("1,1 1,2 1,1", PlaceFault::Few(3)),
            ("1,1 1,2 2,2 2,1", PlaceFault::Open),
            ("1,1 2,2 1,2 2,1 1,1", PlaceFault::Crosses(1, 3)),
            ("91,1 1,2 2,2 91,1", PlaceFault::Latitude(91.0)),
            ("1,181 1,2 2,2 1,181", PlaceFault::Longitude(181.0)),
            ("1;1 1,2 2,2 1;1", PlaceFault::Pair("1;1".to_owned())),
            ("1,1 1e0,2 2,2 1,1", PlaceFault::Pair("1e0,2".to_owned())),
            ("1,1 2,2 3,3 1,1", PlaceFault::Crosses(1, 3)),
            ("1,1 nan,2 2,2 1,1", PlaceFault::Pair("nan,2".to_owned())),
        ];
        for (text, expect) in rows {
            assert_eq!(polygon(text), Err(expect), "{text}");
        }
        let square = polygon("44.8,21.3  44.9,21.3\n44.9,21.5 44.8,21.3").expect("a triangle");
        assert_eq!(
            square.to_string(),
            "44.8,21.3 44.9,21.3 44.9,21.5 44.8,21.3"
        );
        assert!(polygon("0,0 0,2 2,2 2,0 0,0").is_ok());
        // An L whose corners lie on one line, and a polygon that touches itself at a corner.
        assert!(polygon("0,0 0,2 1,2 1,1 2,1 2,0 0,0").is_ok());
        assert!(polygon("0,0 2,2 4,0 4,4 2,2 0,4 0,0").is_err());
    }

    #[test]
    fn a_circle_is_a_middle_and_a_radius() {
        assert_eq!(
            circle("32.9525,-115.5527 0").map(|it| it.radius_km),
            Ok(0.0)
        );
        for text in [
            "32.9,-115.5",
            "32.9,-115.5 -1",
            "32.9,-115.5 x",
            "32.9 1",
            "1,1 2 3",
        ] {
            assert!(circle(text).is_err(), "{text}");
        }
    }
}
