//! Times of panels as value sets; columns whose values stand in other rows.

use super::*;

fn times(days: &[f64]) -> ColumnForm {
    let days: Vec<Value> = days.iter().map(|day| Value::number(*day)).collect();
    ColumnForm::written_list("date@panel", &days)
}

fn after(column: &ColumnForm, day: f64) -> Condition {
    Condition::compare(Greater, column, &ColumnForm::literal(Some(Value::number(day))))
}

fn panel(time: &ColumnForm) -> Form {
    Form::population("import-panel", &["PERSON"], &[time], &[])
}

#[test]
fn filters_leave_times_by_metadata() {
    let time = times(&[30.0, 10.0, 20.0]);
    let all = panel(&time);
    let left = |form: &Form| {
        let values = form.values_left(&time).unwrap();
        values.iter().filter_map(Value::as_number).collect::<Vec<f64>>()
    };
    assert_eq!(left(&all), [10.0, 20.0, 30.0]);
    assert_eq!(left(&all.keep(&after(&time, 15.0))), [20.0, 30.0]);
    assert_eq!(left(&all.drop(&after(&time, 15.0))), [10.0]);
    // Every time: no filter at all. A time is never missing.
    assert_eq!(all.keep(&after(&time, 0.0)), all);
    assert_eq!(all.valid(&time), all);
    // A function of the time has the values that the times give it.
    let root = ColumnForm::common_root(std::slice::from_ref(&time)).unwrap();
    let half: Vec<Option<Value>> =
        [1.0, 1.0, 2.0].map(|half| Some(Value::number(half))).into_iter().chain([None]).collect();
    let half = ColumnForm::mapped(&root, half, std::slice::from_ref(&time));
    let second = all.cell(&half, Some(&Value::number(2.0)));
    assert_eq!(left(&second), [30.0]);
    assert_eq!(second.values_left(&half).unwrap(), [Value::number(2.0)]);
    assert_eq!(second.def_id(), all.cell(&time, Some(&Value::number(30.0))).def_id());
    // What a column of a register holds is not looked at.
    let world = world();
    assert!(all.values_left(&world.wage).is_none());
}

#[test]
fn a_person_has_one_row_where_one_time_is_left() {
    let time = times(&[10.0, 20.0]);
    let all = panel(&time);
    let population = crate::Population {
        persons: [0, 0].into(),
        keys: [1].into(),
        several_rows: true,
        one_row_by: Some(time.clone()),
    };
    assert!(population.within(&all).several_rows);
    assert!(!population.within(&all.keep(&after(&time, 15.0))).several_rows);
    let jobs = crate::Population { one_row_by: None, ..population };
    assert!(jobs.within(&all.keep(&after(&time, 15.0))).several_rows);
}

#[test]
fn rearranged_columns_keep_what_is_known_of_their_values() {
    let world = world();
    let moved = |parts: &[ColumnForm], form: &Form| {
        ColumnForm::rearranged(&Rearrangement { op: "reshape", parts, arguments: &["1", "2"], forms: &[form] })
    };
    let flag = ColumnForm::truth(&after(&world.wage, 5.0));
    let flags = moved(&[flag.clone(), ColumnForm::literal(Some(Value::number(7.0)))], &world.population);
    assert_eq!(flags.few_values(20).unwrap(), [0.0, 1.0, 7.0].map(Value::number));
    assert!(flags.can_be_missing());
    assert!(moved(std::slice::from_ref(&world.wage), &world.population).few_values(20).is_none());
    // Numbers that a script made stay clamped, those of a register do not become so.
    let made = ColumnForm::operation("*", &[world.wage.clone(), world.capital.clone()], Kind::Real);
    assert!(moved(&[world.wage.clone(), made], &world.population).is_clamped());
    assert!(!moved(&[world.wage.clone(), world.capital.clone()], &world.population).is_clamped());
    // Other parts, another order or other rows are other columns.
    let one = moved(&[world.wage.clone(), world.capital.clone()], &world.population);
    assert_ne!(one, moved(&[world.capital.clone(), world.wage.clone()], &world.population));
    assert_ne!(
        one,
        moved(&[world.wage.clone(), world.capital.clone()], &world.population.keep(&after(&world.age, 30.0)))
    );
}
