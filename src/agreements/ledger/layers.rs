//! Amounts that are carried, each with the period that it comes from; the oldest is used first.

/// A deficit or a surplus of one period, as far as it is still carried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layer {
    /// Place of the period that it comes from among the account's periods; `None` for a stated opening balance.
    pub from: Option<usize>,
    /// Size in the account's unit, above zero for a deficit as for a surplus.
    pub size: f64,
    /// How many periods with a figure have ended since that one.
    pub age: u32,
}

/// Layers of one sign, the oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layers(Vec<Layer>);

impl Layers {
    /// Everything that is carried.
    pub fn total(&self) -> f64 {
        // An empty sum is -0.0.
        self.0.iter().fold(0.0, |total, layer| total + layer.size)
    }

    /// Every layer, the oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Layer> {
        self.0.iter()
    }

    /// Adds the amount of a period; nothing for an amount that is not above zero.
    pub fn add(&mut self, from: Option<usize>, size: f64) {
        if size > 0.0 {
            self.0.push(Layer { from, size, age: 0 });
        }
    }

    /// Takes so much of the oldest layers; the answer is what was there to take.
    pub fn take_oldest(&mut self, amount: f64) -> f64 {
        let total = self.total();
        if amount >= total {
            self.0.clear();
            return total;
        }
        let mut left = amount.max(0.0);
        for layer in &mut self.0 {
            let part = layer.size.min(left);
            layer.size -= part;
            left -= part;
        }
        self.drop_empty();
        amount.max(0.0)
    }

    /// Keeps at most so much; what is beyond it is taken off the newest layers and is the answer.
    pub fn keep_at_most(&mut self, limit: f64) -> f64 {
        let beyond = self.total() - limit.max(0.0);
        if beyond <= 0.0 {
            return 0.0;
        }
        if limit <= 0.0 {
            return self.clear();
        }
        let mut left = beyond;
        for layer in self.0.iter_mut().rev() {
            let part = layer.size.min(left);
            layer.size -= part;
            left -= part;
        }
        self.drop_empty();
        beyond
    }

    /// Keeps a share of every layer; the answer is what went.
    pub fn keep_share(&mut self, share: f64) -> f64 {
        if share <= 0.0 {
            return self.clear();
        }
        let mut gone = 0.0;
        if share < 1.0 {
            for layer in &mut self.0 {
                let kept = layer.size * share;
                gone += layer.size - kept;
                layer.size = kept;
            }
        }
        gone
    }

    /// A period ended: every layer but its own is a period older.
    pub fn grow_older(&mut self, own: usize) {
        for layer in &mut self.0 {
            if layer.from != Some(own) {
                layer.age += 1;
            }
        }
    }

    /// Drops the layers of so many periods or more; the answer is what went.
    pub fn drop_from_age(&mut self, age: u32) -> f64 {
        let gone = self.of_age(age);
        self.0.retain(|layer| layer.age < age);
        gone
    }

    /// What layers of so many periods or more hold.
    pub fn of_age(&self, age: u32) -> f64 {
        self.0
            .iter()
            .filter(|layer| layer.age >= age)
            .fold(0.0, |total, layer| total + layer.size)
    }

    /// Drops everything; the answer is what was there.
    pub fn clear(&mut self) -> f64 {
        let total = self.total();
        self.0.clear();
        total
    }

    fn drop_empty(&mut self) {
        self.0.retain(|layer| layer.size > 0.0);
    }
}
