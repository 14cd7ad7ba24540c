//! One account: what a period is given, what it owes, and what becomes of the difference. No series, no
//! calendar, no agreement: numbers in, numbers out.
//!
//! What holds in every period that is over, with [`Booking::set_off`] and [`Booking::lapsed`] signed as a balance:
//!
//! - with a figure: `carried in + delivered − entitlement = carried out + lapsed + set off`;
//! - exempt, or without a figure: the period's own difference counts for nothing, what was carried in is passed
//!   on as it is and grows no older: `carried in = carried out + lapsed + set off`. It may still be wiped by a
//!   reset, be set off, or end with its season.
//!
//! While a period runs, [`Booking::carried_out`] is the account as it would stand if it ended today with what is
//! due to date; nothing lapses before the end.

use super::layers::Layers;
use crate::domain::agreement::ledger::{Carry, FillsFirst, Wipes};

/// What one period brings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Due for the whole period; NaN where there is no figure.
    pub entitlement: f64,
    /// Due up to the last known day: that of the whole period once it is over.
    pub due_to_date: f64,
    /// Credited up to the last known day; NaN where there is no figure.
    pub delivered: f64,
    /// The obligation is off.
    pub is_exempt: bool,
    /// The period is over.
    pub is_over: bool,
    /// What a reset wipes at its end.
    pub wipes: Option<Wipes>,
    /// A stated balance that stands in place of what the period before left.
    pub opening: Option<f64>,
    /// Nothing is carried beyond its end: the season or the other calendar's period ends, too.
    pub ends_life: bool,
    /// Limits of what is carried.
    pub limits: Limits,
    /// Largest deficit that is allowed for a while in this period; zero where none is.
    pub allowed_deficit: f64,
}

impl Default for Entry {
    fn default() -> Self {
        Self {
            entitlement: 0.0,
            due_to_date: 0.0,
            delivered: 0.0,
            is_exempt: false,
            is_over: true,
            wipes: None,
            opening: None,
            ends_life: false,
            limits: Limits::default(),
            allowed_deficit: 0.0,
        }
    }
}

/// Limits of what is carried, in the account's unit; infinite where there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Largest deficit that is carried.
    pub deficit: f64,
    /// Largest surplus that is carried.
    pub surplus: f64,
    /// Largest surplus that one period adds.
    pub surplus_per_period: f64,
    /// Most of a carried surplus that one period uses.
    pub use_per_period: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            deficit: f64::INFINITY,
            surplus: f64::INFINITY,
            surplus_per_period: f64::INFINITY,
            use_per_period: f64::INFINITY,
        }
    }
}

/// Why an amount lapses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lapse {
    /// A reset wiped it.
    Wiped,
    /// The season, or the period of another calendar, in which a balance lives ended.
    LifeEnded,
    /// It was carried for as many periods as the agreement allows.
    TooOld,
    /// The agreement carries only a share of it.
    ShareNotCarried,
    /// Beyond the largest deficit that is carried.
    BeyondDeficit,
    /// Beyond the largest surplus that is carried.
    BeyondSurplus,
    /// Beyond the largest surplus that one period may add.
    BeyondPeriodSurplus,
}

impl Lapse {
    /// Every reason, in the order in which they are looked at.
    pub const ALL: [Self; 7] = [
        Self::Wiped,
        Self::LifeEnded,
        Self::TooOld,
        Self::ShareNotCarried,
        Self::BeyondDeficit,
        Self::BeyondSurplus,
        Self::BeyondPeriodSurplus,
    ];

    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Wiped => "the reset of the account wiped it",
            Self::LifeEnded => "a balance is not carried beyond this period",
            Self::TooOld => "it was carried for as many periods as the agreement allows",
            Self::ShareNotCarried => "the agreement carries only a share of it",
            Self::BeyondDeficit => "it is beyond the largest deficit that is carried",
            Self::BeyondSurplus => "it is beyond the largest surplus that is carried",
            Self::BeyondPeriodSurplus => "it is beyond the largest surplus that one period adds",
        }
    }
}

/// What became of one period, in the account's unit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Booking {
    /// From the period before, or the stated opening balance.
    pub carried_in: f64,
    /// `delivered − entitlement + carried in`; NaN without a figure.
    pub balance: f64,
    /// Part of the delivery that went to the carried deficit.
    pub applied_to_carried: f64,
    /// Part of the carried surplus that made up for the period's own deficit.
    pub used_of_carried: f64,
    /// What is left of the amount carried in after both, signed as a balance.
    pub carried_left: f64,
    /// Delivery less what is due for the period itself up to the last known day, after
    /// [`Booking::applied_to_carried`]; NaN without a figure.
    pub ahead: f64,
    /// Set off against another account, signed as a balance: below zero for a deficit that is gone.
    pub set_off: f64,
    /// What lapsed, signed as a balance.
    pub lapsed: f64,
    /// The same by reason, in the order of [`Lapse::ALL`].
    pub lapses: [f64; 7],
    /// To the period after.
    pub carried_out: f64,
    /// Deficit at the end that is allowed for a while, not below zero.
    pub allowed_deficit: f64,
    /// Deficit at the end that is older than the agreement gives for making it up, not below zero.
    pub overdue: f64,
    /// How many periods in a row ended with a deficit, this one included.
    pub deficits_in_row: u32,
}

impl Booking {
    /// What lapsed for a reason, signed as a balance.
    pub fn lapse(&self, why: Lapse) -> f64 {
        let place = Lapse::ALL.iter().position(|reason| *reason == why);
        place.map_or(0.0, |place| self.lapses[place])
    }
}

/// What is carried, and how, without its limits, which may differ from period to period.
#[derive(Clone, Copy, Debug)]
struct Terms {
    deficit: f64,
    surplus: f64,
    for_periods: Option<u32>,
    repay_within: Option<u32>,
    fills_first: FillsFirst,
}

impl From<&Carry> for Terms {
    fn from(carry: &Carry) -> Self {
        Self {
            deficit: carry.deficit,
            surplus: carry.surplus,
            for_periods: carry.for_periods,
            repay_within: carry.repay_within,
            fills_first: carry.fills_first,
        }
    }
}

/// An account between two periods, and while one of them is being booked.
#[derive(Clone, Debug)]
pub struct Bookkeeping {
    terms: Option<Terms>,
    deficits: Layers,
    surpluses: Layers,
    carried: f64,
    deficits_in_row: u32,
    period: usize,
}

impl Bookkeeping {
    /// An empty account; without `carry` nothing is handed on.
    pub fn new(carry: Option<&Carry>) -> Self {
        Self {
            terms: carry.map(Terms::from),
            deficits: Layers::default(),
            surpluses: Layers::default(),
            carried: 0.0,
            deficits_in_row: 0,
            period: 0,
        }
    }

    /// Books a period from its beginning to its end. Where accounts are set off against each other, the two
    /// halves [`Bookkeeping::enter`] and [`Bookkeeping::close`] are called with [`Bookkeeping::set_off`] between them.
    pub fn book(&mut self, entry: &Entry) -> Booking {
        let mut booking = self.enter(entry);
        self.close(entry, &mut booking);
        booking
    }

    /// First half: what the delivery fills, and what is left of the period's own.
    pub fn enter(&mut self, entry: &Entry) -> Booking {
        let Some(terms) = self.terms else {
            return self.alone(entry);
        };
        if let Some(opening) = entry.opening {
            self.open(opening);
        }
        let mut booking = Booking {
            carried_in: self.carried,
            balance: entry.delivered - entry.entitlement + self.carried,
            carried_left: self.carried,
            ahead: entry.delivered - entry.due_to_date,
            deficits_in_row: self.deficits_in_row,
            ..Booking::default()
        };
        if entry.is_exempt || booking.balance.is_nan() {
            return booking;
        }
        let carried_deficit = self.deficits.total();
        let free = match terms.fills_first {
            FillsFirst::Carried => entry.delivered,
            FillsFirst::Period => entry.delivered - entry.entitlement,
        };
        let applied = free.clamp(0.0, carried_deficit);
        self.deficits.take_oldest(applied);
        let mut own = entry.delivered - applied - entry.due_to_date;
        booking.applied_to_carried = applied;
        booking.ahead = own;
        own += self.use_surplus(entry, own, &mut booking);
        booking.carried_left = self.surpluses.total() - self.deficits.total();
        if own > 0.0 {
            let added = own.min(entry.limits.surplus_per_period);
            if entry.is_over {
                lapse(&mut booking, Lapse::BeyondPeriodSurplus, own - added);
                own = added;
            }
            self.surpluses.add(Some(self.period), own);
        } else {
            self.deficits.add(Some(self.period), -own);
        }
        booking
    }

    /// Deficit that is carried, not below zero: what may be set off between the two halves of a booking.
    pub fn deficit(&self) -> f64 {
        self.deficits.total()
    }

    /// Takes so much of the deficit, the oldest first: it was set off against another account's.
    pub fn set_off(&mut self, amount: f64, booking: &mut Booking) {
        booking.set_off -= self.deficits.take_oldest(amount);
    }

    /// Deficits and surpluses that are carried, each with the period that it comes from, the oldest first.
    pub fn layers(&self) -> (&Layers, &Layers) {
        (&self.deficits, &self.surpluses)
    }

    /// Second half: what lapses, and what the next period inherits.
    pub fn close(&mut self, entry: &Entry, booking: &mut Booking) {
        if let Some(terms) = self.terms {
            let has_figure = !entry.is_exempt && !booking.balance.is_nan();
            booking.allowed_deficit = self.deficits.total().min(entry.allowed_deficit);
            if entry.is_over {
                self.lapse_at_end(terms, entry, has_figure, booking);
            }
            let nothing_else = has_figure && booking.lapsed == 0.0 && booking.set_off == 0.0;
            booking.carried_out = if nothing_else && entry.is_over {
                // The literal sum, not the sum of the layers, which differs in the last digit.
                booking.balance
            } else if !has_figure && booking.lapsed == 0.0 && booking.set_off == 0.0 {
                booking.carried_in
            } else {
                self.surpluses.total() - self.deficits.total()
            };
            self.carried = booking.carried_out;
        }
        self.period += 1;
    }

    /// A period of an account that carries nothing.
    fn alone(&self, entry: &Entry) -> Booking {
        let balance = entry.delivered - entry.entitlement;
        Booking {
            balance,
            ahead: entry.delivered - entry.due_to_date,
            allowed_deficit: (-balance).max(0.0).min(entry.allowed_deficit),
            ..Booking::default()
        }
    }

    /// A stated balance stands in place of everything that was carried.
    fn open(&mut self, balance: f64) {
        self.deficits.clear();
        self.surpluses.clear();
        self.deficits.add(None, -balance);
        self.surpluses.add(None, balance);
        self.carried = balance;
    }

    /// What a carried surplus gives to the period, and, where a limit of use left both, to a carried deficit.
    fn use_surplus(&mut self, entry: &Entry, own: f64, booking: &mut Booking) -> f64 {
        let may_use = entry.limits.use_per_period.max(0.0);
        let used = self.surpluses.take_oldest((-own).clamp(0.0, may_use));
        let for_carried = self.deficits.total().min(may_use - used);
        if for_carried > 0.0 {
            let taken = self.surpluses.take_oldest(for_carried);
            self.deficits.take_oldest(taken);
        }
        booking.used_of_carried = used;
        used
    }

    fn lapse_at_end(
        &mut self,
        terms: Terms,
        entry: &Entry,
        has_figure: bool,
        booking: &mut Booking,
    ) {
        match entry.wipes {
            Some(Wipes::Both) => self.drop_all(Lapse::Wiped, booking),
            Some(Wipes::Deficit) => lapse(booking, Lapse::Wiped, -self.deficits.clear()),
            Some(Wipes::Surplus) => lapse(booking, Lapse::Wiped, self.surpluses.clear()),
            None => {}
        }
        if has_figure || entry.wipes.is_some() {
            self.count_deficits(entry, booking);
        }
        if entry.ends_life {
            self.drop_all(Lapse::LifeEnded, booking);
            return;
        }
        if !has_figure {
            return;
        }
        self.deficits.grow_older(self.period);
        self.surpluses.grow_older(self.period);
        if let Some(periods) = terms.for_periods {
            let (deficit, surplus) = (
                self.deficits.drop_from_age(periods),
                self.surpluses.drop_from_age(periods),
            );
            lapse(booking, Lapse::TooOld, surplus - deficit);
        }
        if let Some(periods) = terms.repay_within {
            booking.overdue = self.deficits.of_age(periods);
        }
        let (deficit, surplus) = (
            self.deficits.keep_share(terms.deficit),
            self.surpluses.keep_share(terms.surplus),
        );
        lapse(booking, Lapse::ShareNotCarried, surplus - deficit);
        let beyond = self.deficits.keep_at_most(entry.limits.deficit);
        lapse(booking, Lapse::BeyondDeficit, -beyond);
        let beyond = self.surpluses.keep_at_most(entry.limits.surplus);
        lapse(booking, Lapse::BeyondSurplus, beyond);
    }

    fn count_deficits(&mut self, entry: &Entry, booking: &mut Booking) {
        let size = entry.entitlement.abs().max(entry.delivered.abs()).max(1.0);
        self.deficits_in_row = if self.deficits.total() > 1e-9 * size {
            self.deficits_in_row + 1
        } else {
            0
        };
        booking.deficits_in_row = self.deficits_in_row;
    }

    fn drop_all(&mut self, why: Lapse, booking: &mut Booking) {
        let (surplus, deficit) = (self.surpluses.clear(), self.deficits.clear());
        lapse(booking, why, surplus - deficit);
    }
}

/// Books an amount that lapses, signed as a balance.
fn lapse(booking: &mut Booking, why: Lapse, amount: f64) {
    // Not `-0.0`, and no word about nothing.
    if amount == 0.0 {
        return;
    }
    if let Some(place) = Lapse::ALL.iter().position(|reason| *reason == why) {
        booking.lapses[place] += amount;
    }
    booking.lapsed += amount;
}
