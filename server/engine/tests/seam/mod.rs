//! The seam of the benchmarks: a register shown to the engine as an open databank, whose answers are exact.
//!
//! The commands then run the same code with nothing taken away, so that results can be compared with other programs', and
//! what a statement takes longer under `register` is the filter's own cost. It lies among the engine's tests and is built
//! into test binaries only: no server has it. `jobs/src/country.rs` includes it.

use std::sync::Arc;

use disclosure::Filter;
use engine::{Bank, Reading, Scripts, Selection, Space, World, WorldError};
use variables::{DataVersion, Profile, Tier, UnitType, Variable, VersionRequest};

/// A world whose databanks are all `open`.
pub struct AsOpen<W>(pub W);

struct OpenBank(Arc<dyn Bank>);

impl Bank for OpenBank {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn version(&self) -> Option<DataVersion> {
        self.0.version()
    }

    fn profile(&self) -> Profile {
        Profile::Open
    }

    fn tier(&self) -> Tier {
        self.0.tier()
    }

    fn is_synthetic(&self) -> bool {
        self.0.is_synthetic()
    }

    fn variables(&self) -> &[Variable] {
        self.0.variables()
    }

    fn variable(&self, name: &str) -> Option<&Variable> {
        self.0.variable(name)
    }
}

/// The register's space that an open databank's space stands for: it is of the same kind of identifier.
fn registered(space: &Space) -> Space {
    let id_type = space.name().rsplit(':').next().unwrap_or_default();
    let of_kind = UnitType::all().find(|unit_type| unit_type.spec().id_type == id_type);
    of_kind.map_or_else(|| space.clone(), |unit_type| Space::of(Profile::Register, "", unit_type))
}

impl<W: World> World for AsOpen<W> {
    fn databank(&self, name: &str, version: VersionRequest) -> Result<Arc<dyn Bank>, WorldError> {
        Ok(Arc::new(OpenBank(self.0.databank(name, version)?)))
    }

    fn read(&self, bank: &dyn Bank, variable: &str, selection: Selection) -> Result<Box<dyn Reading>, WorldError> {
        self.0.read(bank, variable, selection)
    }

    fn unit_count(&self, space: &Space) -> Result<usize, WorldError> {
        self.0.unit_count(&registered(space))
    }

    fn record_keys(&self, space: &Space) -> Result<Arc<[u128]>, WorldError> {
        self.0.record_keys(&registered(space))
    }

    fn unit_codes(&self, space: &Space) -> Result<Option<Arc<[String]>>, WorldError> {
        self.0.unit_codes(&registered(space))
    }

    fn persons(&self, bank: &dyn Bank, unit_type: UnitType) -> Result<Option<Arc<[u32]>>, WorldError> {
        self.0.persons(bank, unit_type)
    }

    fn filter(&self) -> &Filter {
        self.0.filter()
    }

    fn scripts(&self) -> &dyn Scripts {
        self.0.scripts()
    }

    fn cancel(&self) -> engine::Cancel {
        self.0.cancel()
    }
}
