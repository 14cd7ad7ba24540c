//! Stamps that are like the stamp of the row before: the day is compared, the time of day is read.

use crate::ingest::stamp::{FixedPlaces, Stamp, day_and_length_of_month};

use super::word::{self, Form, Known, WINDOW};

const DAY_MS: i64 = 86_400_000;

/// Where a stamp's time of day stands, and what stands before it.
#[derive(Clone, Debug, Default)]
pub(super) struct Clock {
    /// How many bytes a stamp has before what may follow.
    pub(super) len: usize,
    /// How many of them come before the time of day: the date, 8 to 16, or none.
    before: usize,
    time: Option<TimeForm>,
    /// All bits of the two words of a date but those of its day.
    but_day: [u64; 2],
    places: FixedPlaces,
}

#[derive(Clone, Copy, Debug)]
struct TimeForm {
    form: Form,
    /// Bits before hour, minute and second.
    shifts: [u32; 3],
    /// The bits of a second; none where there is no second.
    seconds: u64,
}

impl Clock {
    /// For a stamp with a date before its time of day, if it has one.
    pub(super) fn of_stamp(places: &FixedPlaces) -> Option<Self> {
        let clock = Self::of(places)?;
        (places.date && (8..=16).contains(&clock.before)).then_some(clock)
    }

    /// For a time of day alone.
    pub(super) fn of_time(places: &FixedPlaces) -> Option<Self> {
        let clock = Self::of(places)?;
        (!places.date && !places.open && clock.before == 0).then_some(clock)
    }

    fn of(places: &FixedPlaces) -> Option<Self> {
        let Some((hour, minute, second)) = places.time else {
            return Some(Self {
                len: places.len,
                before: places.len,
                time: None,
                but_day: but_day(places, places.len),
                places: places.clone(),
            });
        };
        let from = hour.min(minute).min(second.unwrap_or(hour));
        let len = places.len - from;
        if len > 8 || from > 16 || places.len > 24 {
            return None;
        }
        let literal = |at: usize| {
            let found = places
                .literals
                .iter()
                .find(|(place, _)| *place == from + at);
            found.map(|(_, byte)| *byte)
        };
        let shift = |at: usize| u32::try_from(8 * (at - from)).ok();
        Some(Self {
            len: places.len,
            before: from,
            time: Some(TimeForm {
                form: Form::new(len, literal),
                shifts: [shift(hour)?, shift(minute)?, second.map_or(Some(0), shift)?],
                seconds: second.map_or(0, |_| 0xff),
            }),
            but_day: but_day(places, from),
            places: places.clone(),
        })
    }

    /// Milliseconds after midnight of the stamp at `at` of the window, at most 24; `None` for 24:00, leap seconds and whatever is no time.
    #[inline(always)]
    pub(super) fn of_day(&self, window: &[u8; WINDOW], at: usize) -> Option<i64> {
        let Some(time) = &self.time else {
            return Some(0);
        };
        let pairs = time.form.pairs(word::load(window, at + self.before))?;
        let [hour, minute, second] = time.shifts;
        let hour = pairs >> (hour & 63) & 0xff;
        let minute = pairs >> (minute & 63) & 0xff;
        // Where there is no second, what stands in the last place is nought.
        let second = pairs >> (second & 63) & time.seconds;
        if (hour >= 24) | (minute >= 60) | (second >= 60) {
            return None;
        }
        Some((((hour * 60 + minute) * 60 + second) * 1000).cast_signed())
    }

    /// Whether the bytes have this form to the letter.
    fn fits(&self, stem: &[u8]) -> bool {
        stem.len() == self.len
            && stem.iter().enumerate().all(|(at, byte)| {
                let literal = self.places.literals.iter().find(|(place, _)| *place == at);
                literal.map_or(byte.is_ascii_digit(), |(_, literal)| literal == byte)
            })
    }
}

/// Which bits of the first eight bytes and of the last eight before `before` are not those of the day.
fn but_day(places: &FixedPlaces, before: usize) -> [u64; 2] {
    [0, before.wrapping_sub(8)].map(|from| {
        let is_day = |at: &usize| {
            let place = from.wrapping_add(*at);
            places
                .day
                .is_some_and(|day| place == day || place == day + 1)
        };
        let days = (0..8).filter(is_day).map(|at| 0xff_u64 << (8 * at));
        !days.fold(0, |all, one| all | one)
    })
}

/// The day of the row before, and what follows its stamps.
#[derive(Clone, Debug, Default)]
pub(super) struct Day {
    words: [u64; 2],
    /// The end of the field with what stands between, such as `Z,`.
    pub(super) suffix: Known,
    /// Midnight, less what the suffix says to be ahead of UTC.
    pub(super) millis: i64,
    /// Day of the month, and how many days the month has.
    of_month: (i64, i64),
}

impl Day {
    /// Whether a stamp of the same day stands at `at` of the window, at most 24, followed by the same.
    #[inline(always)]
    pub(super) fn stands(&self, clock: &Clock, window: &[u8; WINDOW], at: usize) -> bool {
        let first = word::load(window, at) ^ self.words[0];
        let last = word::load(window, (at + clock.before).wrapping_sub(8)) ^ self.words[1];
        (first | last) == 0 && self.suffix.stands(window, at + clock.len)
    }

    /// Goes on to the day of the stamp at `at`, where nothing but the day of the month has changed and its month has
    /// such a day; `None` where it is for others to read.
    #[inline(never)]
    pub(super) fn goes_on(
        &mut self,
        clock: &Clock,
        window: &[u8; WINDOW],
        at: usize,
    ) -> Option<()> {
        let words = [
            word::load(window, at),
            word::load(window, (at + clock.before).wrapping_sub(8)),
        ];
        let place = at + clock.places.day?;
        let other = (0..2).any(|n| (words[n] ^ self.words[n]) & clock.but_day[n] != 0);
        if other || !self.suffix.stands(window, at + clock.len) {
            return None;
        }
        let digit = |at: usize| {
            let digit = window.get(at)?.wrapping_sub(b'0');
            (digit < 10).then_some(i64::from(digit))
        };
        let day = digit(place)? * 10 + digit(place + 1)?;
        if !(1..=self.of_month.1).contains(&day) {
            return None;
        }
        self.millis += (day - self.of_month.0) * DAY_MS;
        self.of_month.0 = day;
        self.words = words;
        Some(())
    }

    /// Learns from a field, `raw` with its end, and what it was read as.
    pub(super) fn learn(
        &mut self,
        clock: &Clock,
        raw: &[u8],
        len: usize,
        stamp: Stamp,
    ) -> Option<()> {
        self.learn_end(clock, raw, len)?;
        let mut padded = raw.to_vec();
        padded.resize(raw.len() + WINDOW, 0);
        let window = word::window(&padded, 0)?;
        let midnight = stamp.millis - clock.of_day(window, 0)?;
        if midnight % DAY_MS != 0 || stamp.leap_second {
            return None;
        }
        self.words = [
            word::load(window, 0),
            word::load(window, clock.before.wrapping_sub(8)),
        ];
        self.of_month = day_and_length_of_month(midnight / DAY_MS);
        self.millis = midnight - i64::from(stamp.offset.unwrap_or(0)) * 60_000;
        Some(())
    }

    /// Learns what follows the stamp in a field of `len` bytes, `raw` with its end.
    pub(super) fn learn_end(&mut self, clock: &Clock, raw: &[u8], len: usize) -> Option<()> {
        // A field with blanks around it is as long as its bytes only by chance.
        let stem = raw.get(..clock.len).filter(|stem| clock.fits(stem))?;
        if !clock.places.open && stem.len() != len {
            return None;
        }
        self.suffix = Known::new(&raw[clock.len..]);
        Some(())
    }
}
