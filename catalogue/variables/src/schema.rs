//! JSON Schemas of the types that are written as a text of a certain form.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::{DataVersion, Day, UnitType};

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date", "description": "A calendar day, `YYYY-MM-DD`." })
    }
}

impl JsonSchema for DataVersion {
    fn schema_name() -> Cow<'static, str> {
        "DataVersion".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+\.0$",
            "description": "A released version `MAJOR.MINOR.PATCH.0`.",
        })
    }
}

impl JsonSchema for UnitType {
    fn schema_name() -> Cow<'static, str> {
        "UnitType".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = UnitType::all().map(UnitType::name).collect();
        json_schema!({ "type": "string", "enum": names, "description": "Whom a record is about." })
    }
}
