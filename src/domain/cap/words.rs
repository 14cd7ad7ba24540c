//! The closed lists of the protocol, in its own order and spelling.

/// A closed list: its words, and the way there and back.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$word_about:meta])* $word:ident),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$word_about])* $word),+
        }

        impl $name {
            /// Every word of the list.
            pub const ALL: &'static [&'static str] = &[$(stringify!($word)),+];

            /// As the protocol writes it.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$word => stringify!($word)),+
                }
            }

            /// From the protocol's word; capitals count.
            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    $(stringify!($word) => Some(Self::$word),)+
                    _ => None,
                }
            }
        }
    };
}

words!(
    /// Whether a message is meant.
    Status {
        /// To be acted on by everybody.
        Actual,
        /// To be acted on by those of an exercise only.
        Exercise,
        /// For the network's own working.
        System,
        /// To be thrown away.
        Test,
        /// Not to be acted on yet.
        Draft,
    }
);

words!(
    /// What a message does.
    MessageType {
        /// First word of an event.
        Alert,
        /// Takes the place of the messages it names.
        Update,
        /// Takes back the messages it names.
        Cancel,
        /// Says that the messages it names were received.
        Ack,
        /// Says that the messages it names were refused.
        Error,
    }
);

words!(
    /// Whom a message is for.
    Scope {
        /// Everybody.
        Public,
        /// Those that a rule names.
        Restricted,
        /// Those that are addressed.
        Private,
    }
);

words!(
    /// Kind of event.
    Category {
        /// Geophysical, landslides too.
        Geo,
        /// Weather, floods too.
        Met,
        /// Public safety.
        Safety,
        /// Law and defence.
        Security,
        /// Rescue.
        Rescue,
        /// Fire.
        Fire,
        /// Health.
        Health,
        /// Pollution.
        Env,
        /// Transport.
        Transport,
        /// Works and networks.
        Infra,
        /// Chemical, biological, radiological, nuclear or explosive.
        CBRNE,
        /// Other.
        Other,
    }
);

words!(
    /// What receivers should do.
    ResponseType {
        /// Take shelter.
        Shelter,
        /// Leave.
        Evacuate,
        /// Get ready.
        Prepare,
        /// Do what was planned.
        Execute,
        /// Keep away.
        Avoid,
        /// Follow further messages.
        Monitor,
        /// Judge what the message says.
        Assess,
        /// The danger is over.
        AllClear,
        /// Nothing.
        None,
    }
);

words!(
    /// How soon something must be done.
    Urgency {
        /// At once.
        Immediate,
        /// Within the hour.
        Expected,
        /// Soon.
        Future,
        /// Nothing more.
        Past,
        /// Not known.
        Unknown,
    }
);

words!(
    /// How bad it is.
    Severity {
        /// Extraordinary threat to life or property.
        Extreme,
        /// Significant threat.
        Severe,
        /// Possible threat.
        Moderate,
        /// Little threat.
        Minor,
        /// Not known.
        Unknown,
    }
);

words!(
    /// How sure it is.
    Certainty {
        /// It has happened or goes on.
        Observed,
        /// More likely than not.
        Likely,
        /// Possible.
        Possible,
        /// Not expected.
        Unlikely,
        /// Not known.
        Unknown,
    }
);
