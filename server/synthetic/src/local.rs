//! Units that are made within a block and counted there: jobs, courses, vehicles, metering points, accidents, episodes of care.

use variables::UnitType;

use crate::block::Block;
use crate::person::NEVER;

/// A kind of unit that a block makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Local {
    Job,
    Course,
    Vehicle,
    Meter,
    Accident,
    Victim,
    Episode,
    Stay,
}

/// When a unit exists, and the person behind it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Thing {
    /// Place in the block.
    pub(crate) person: u32,
    pub(crate) start: i32,
    /// Last day, or [`NEVER`].
    pub(crate) stop: i32,
}

impl Thing {
    /// Whether the unit exists on a day.
    pub(crate) fn is_on(&self, day: i32) -> bool {
        self.start <= day && (self.stop == NEVER || day <= self.stop)
    }
}

impl Local {
    /// All kinds; `as usize` is a kind's place here.
    pub(crate) const ALL: [Local; 8] = [
        Local::Job,
        Local::Course,
        Local::Vehicle,
        Local::Meter,
        Local::Accident,
        Local::Victim,
        Local::Episode,
        Local::Stay,
    ];

    /// The kind of a unit type, if blocks make its units.
    pub(crate) fn of(unit_type: UnitType) -> Option<Local> {
        Local::ALL.into_iter().find(|local| local.unit_type_name() == unit_type.name())
    }

    /// The short name of the unit type.
    pub(crate) fn unit_type_name(self) -> &'static str {
        match self {
            Local::Job => "JOBB",
            Local::Course => "KURS",
            Local::Vehicle => "KJORETOY",
            Local::Meter => "MALEPUNKT",
            Local::Accident => "TRAFIKKULYKKE",
            Local::Victim => "TRAFIKKULYKKE_PERSON",
            Local::Episode => "NPR_EPISODE",
            Local::Stay => "NPR_SYKEHUSOPPHOLD",
        }
    }

    /// The units of a block, in the order of their numbers.
    pub(crate) fn things(self, block: &Block) -> Vec<Thing> {
        match self {
            Local::Job => block.jobs.iter().map(|job| thing(job.person, job.start, job.stop)).collect(),
            Local::Course => {
                block.courses.iter().map(|course| thing(course.person, course.start, course.stop)).collect()
            }
            Local::Vehicle => block.vehicles.iter().map(|vehicle| vehicle.thing).collect(),
            Local::Meter => block.meters.iter().map(|meter| meter.thing).collect(),
            Local::Accident => {
                block.accidents.iter().map(|accident| thing(accident.person, accident.day, accident.day)).collect()
            }
            Local::Victim => block.victims.iter().map(|victim| thing(victim.person, victim.day, victim.day)).collect(),
            Local::Episode => {
                let episodes = block.patients().episodes.iter();
                episodes.map(|episode| thing(episode.person, episode.start, episode.stop)).collect()
            }
            // Nothing is told of a stay itself.
            Local::Stay => Vec::new(),
        }
    }

    /// How many a block has.
    pub(crate) fn count(self, block: &Block) -> usize {
        match self {
            Local::Job => block.jobs.len(),
            Local::Course => block.courses.len(),
            Local::Vehicle => block.vehicles.len(),
            Local::Meter => block.meters.len(),
            Local::Accident => block.accidents.len(),
            Local::Victim => block.victims.len(),
            Local::Episode => block.patients().episodes.len(),
            Local::Stay => block.patients().stays as usize,
        }
    }
}

fn thing(person: u32, start: i32, stop: i32) -> Thing {
    Thing { person, start, stop }
}

/// A number in [0, 1) that belongs to a unit and a purpose: the same in every year.
pub(crate) fn share_of(unit: usize, block: u64, purpose: u64) -> f64 {
    // SplitMix64 (Steele, Lea and Flood 2014).
    let mut mixed = (unit as u64 ^ (block << 32)).wrapping_add(purpose.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
}
