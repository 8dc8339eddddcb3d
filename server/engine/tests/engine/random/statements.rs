//! A writer of plausible statements: names that are there (mostly), values that are not nice.

use engine::Workspace;
use language::table::Table;

use crate::support::Draws;

const NUMBERS: [&str; 14] = [
    "0",
    "1",
    "2",
    "-1",
    "0.5",
    "12",
    "1e308",
    "-1e308",
    "1e-300",
    "9007199254740993",
    "3.7",
    "100",
    "201501",
    "16800",
];
const TEXTS: [&str; 8] = ["'a'", "'b'", "''", "'æøå'", "'1'", "'2'", "' x '", "'0301'"];
const OPERATORS: [&str; 13] = ["+", "-", "*", "/", "^", "==", "!=", "<", "<=", ">", ">=", "&", "|"];
const GROUP_STATISTICS: [&str; 12] =
    ["mean", "min", "max", "median", "count", "sum", "sd", "semean", "sebinomial", "percent", "iqr", "gini"];
const BAR_STATISTICS: [&str; 8] = ["count", "percent", "mean", "min", "max", "median", "sum", "sd"];
const OPEN_IMPORTS: [&str; 7] = ["o/X", "o/G", "o/AGE", "o/SEX", "o/BOSS", "o/YEAR 2020-01-01", "o/WORK 2020-03-01"];
const REGISTER_IMPORTS: [&str; 7] = [
    "db/FOEDT",
    "db/KOMMUNE 2022-01-01",
    "db/LONN 2021-12-31",
    "db/SIVSTAND 2020-06-01",
    "db/MOR",
    "db/FAMNR",
    "db/LONN 2022-01-01",
];

pub struct Writer {
    pub draws: Draws,
    pub is_open: bool,
    pub n_names: usize,
}

impl Writer {
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.draws.below(u64::try_from(n.max(1)).unwrap())).unwrap()
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn one<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    fn fresh(&mut self) -> String {
        self.n_names += 1;
        format!("v{}", self.n_names)
    }

    fn variable(&mut self, workspace: &Workspace) -> String {
        let names: Vec<String> =
            workspace.active().map(|dataset| dataset.columns.keys().cloned().collect()).unwrap_or_default();
        if names.is_empty() || self.chance(2) {
            return self.one(&["nothere", "PERSONID_1", "date@panel"]).to_owned();
        }
        names[self.below(names.len())].clone()
    }

    fn variables(&mut self, workspace: &Workspace, most: usize) -> String {
        let n = 1 + self.below(most);
        (0..n).map(|_| self.variable(workspace)).collect::<Vec<_>>().join(" ")
    }

    fn expression(&mut self, workspace: &Workspace, depth: usize) -> String {
        match self.below(if depth == 0 { 3 } else { 7 }) {
            0 => self.one(&NUMBERS).to_owned(),
            1 => self.one(&TEXTS).to_owned(),
            2 => self.variable(workspace),
            3 => {
                let operator = self.one(&["-", "!", "+"]);
                format!("{operator}({})", self.expression(workspace, depth - 1))
            }
            4 => self.function(workspace, depth - 1),
            _ => {
                let operator = self.one(&OPERATORS);
                let left = self.expression(workspace, depth - 1);
                format!("({left} {operator} {})", self.expression(workspace, depth - 1))
            }
        }
    }

    fn function(&mut self, workspace: &Workspace, depth: usize) -> String {
        let table = Table::builtin();
        let spec = table.functions[self.below(table.functions.len())].clone();
        let more = if spec.is_variadic { self.below(3) } else { 0 };
        let arguments: Vec<String> =
            (0..spec.parameters.len() + more).map(|_| self.expression(workspace, depth)).collect();
        format!("{}({})", spec.name, arguments.join(", "))
    }

    fn condition(&mut self, workspace: &Workspace, percent: usize) -> String {
        if self.chance(percent) { format!(" if {}", self.expression(workspace, 2)) } else { String::new() }
    }

    fn options(&mut self, options: &[&str]) -> String {
        let chosen: Vec<&str> = options.iter().copied().filter(|_| self.chance(25)).collect();
        if chosen.is_empty() { String::new() } else { format!(", {}", chosen.join(" ")) }
    }

    /// One line.
    pub fn statement(&mut self, workspace: &Workspace) -> String {
        match self.below(23) {
            0..=2 => self.import(),
            3..=5 => self.written(workspace),
            6 => self.recode(workspace),
            7 => self.rows(workspace),
            8..=10 => self.tabulate(workspace),
            11 => {
                let options = self.options(&["gini", "iqr"]);
                format!("summarize {}{}{options}", self.variables(workspace, 3), self.condition(workspace, 30))
            }
            12 => self.bars(workspace),
            13 => self.histogram(workspace),
            14..=16 => self.model(workspace),
            17 => self.grouped(workspace),
            18..=20 => self.panel(workspace),
            _ => self.session(workspace),
        }
    }

    /// Fresh names are `v1`, `v2` …: a prefix with numbers.
    fn panel(&mut self, workspace: &Workspace) -> String {
        let command = self.one(&[
            "reshape-to-panel v",
            "reshape-to-panel v v1 nothere",
            "reshape-from-panel",
            "summarize-panel",
            "tabulate-panel",
            "transitions-panel",
            "import-panel",
        ]);
        match command {
            "import-panel" if self.is_open => {
                "import-panel o/YEAR o/PAY o/CIVIL o/SEX 2020-01-01 2021-01-01".to_owned()
            }
            "import-panel" => "import-panel db/KOMMUNE db/LONN db/MOR 2021-01-01 2022-01-01".to_owned(),
            "summarize-panel" => format!("{command} {}, gini iqr", self.variables(workspace, 2)),
            "tabulate-panel" | "transitions-panel" => {
                format!("{command} {}{}", self.variables(workspace, 2), self.condition(workspace, 20))
            }
            reshape => reshape.to_owned(),
        }
    }

    fn import(&mut self) -> String {
        let source = if self.is_open { self.one(&OPEN_IMPORTS) } else { self.one(&REGISTER_IMPORTS) };
        let outer = if self.chance(20) { ", outer_join" } else { "" };
        format!("import {source} as {}{outer}", self.fresh())
    }

    fn written(&mut self, workspace: &Workspace) -> String {
        let value = if self.chance(5) { ".".to_owned() } else { self.expression(workspace, 3) };
        let condition = self.condition(workspace, 40);
        if self.chance(60) {
            format!("generate {} = {value}{condition}", self.fresh())
        } else {
            format!("replace {} = {value}{condition}", self.variable(workspace))
        }
    }

    fn destring(&mut self, workspace: &Workspace) -> String {
        let prefix = format!("prefix({}_)", self.fresh());
        let options = self.options(&[&prefix, "force", "dpcomma", "ignore('a.')", "ignore('0123456789')"]);
        format!("destring {}{options}", self.variables(workspace, 2))
    }

    fn recode(&mut self, workspace: &Workspace) -> String {
        if self.chance(25) {
            return self.destring(workspace);
        }
        let rules: Vec<String> = (0..1 + self.below(3))
            .map(|_| {
                let left = self.one(&[
                    "missing",
                    "nonmissing",
                    "*",
                    "1",
                    "1 2",
                    "min/5",
                    "3/max",
                    "-2/0",
                    "'a'",
                    "'1' 'b'",
                    "min/max",
                ]);
                let right = self.one(&["1", "99", "0.5", "1e30", "'x'", "'a'"]);
                let label = self.one(&["", " 'æ label'", " 'low, mid' missing"]);
                format!("({left} = {right}{label})")
            })
            .collect();
        let prefix = if self.chance(40) { format!(", prefix({}_)", self.fresh()) } else { String::new() };
        format!("recode {} {}{}{prefix}", self.variable(workspace), rules.join(" "), self.condition(workspace, 20))
    }

    fn rows(&mut self, workspace: &Workspace) -> String {
        let command = self.one(&["keep", "drop"]);
        if self.chance(50) {
            format!("{command} if {}", self.expression(workspace, 2))
        } else {
            format!("drop {}", self.variable(workspace))
        }
    }

    fn tabulate(&mut self, workspace: &Workspace) -> String {
        let mut options = self.options(&[
            "missing",
            "nolabels",
            "freq",
            "rowpct",
            "colpct",
            "cellpct",
            "chi2",
            "flatten",
            "rowsort()",
            "colsort()",
            "rowsort('1')",
            "top(2)",
            "bottom(1)",
            "mean",
            "gini",
            "iqr",
            "p25",
            "std",
            "sum",
        ]);
        if self.chance(50) {
            let glue = if options.is_empty() { "," } else { "" };
            options = format!("{options}{glue} summarize({})", self.variables(workspace, 2));
        }
        format!("tabulate {}{}{options}", self.variables(workspace, 4), self.condition(workspace, 20))
    }

    fn bars(&mut self, workspace: &Workspace) -> String {
        let statistic = self.one(&BAR_STATISTICS);
        let (over, by) = (self.variables(workspace, 2), self.variable(workspace));
        let options = self.options(&[&format!("over({over})"), &format!("by({by})"), "stack", "horizontal"]);
        format!("barchart ({statistic}) {}{}{options}", self.variables(workspace, 2), self.condition(workspace, 20))
    }

    fn histogram(&mut self, workspace: &Workspace) -> String {
        let by = format!("by({})", self.variable(workspace));
        let bins =
            self.one(&["", "bin(1)", "bin(30)", "bin(100)", "width(0.1)", "width(1e-9)", "width(1e300)", "discrete"]);
        let scale = self.one(&["", "density", "freq", "fraction", "percent"]);
        let options = self.options(&[&by, bins, scale, "normal"]);
        format!("histogram {}{}{options}", self.variable(workspace), self.condition(workspace, 20))
    }

    fn model(&mut self, workspace: &Workspace) -> String {
        let terms: Vec<String> = (0..1 + self.below(4))
            .map(|_| {
                let (a, b) = (self.variable(workspace), self.variable(workspace));
                match self.below(6) {
                    0 => format!("i.{a}"),
                    1 => format!("i.{a}##c.{b}"),
                    2 => format!("c.{a}#c.{b}"),
                    3 => format!("{a}#{b}"),
                    _ => a,
                }
            })
            .collect();
        let (cluster, control) = (self.variable(workspace), self.variable(workspace));
        let options = self.options(&[
            "robust",
            "noconstant",
            "level(90)",
            "ov",
            "het_bp",
            "het_iid",
            "het_fstat",
            "standardize",
            &format!("cluster({cluster})"),
            &format!("control(i.{control})"),
        ]);
        let dependent = self.variable(workspace);
        format!("regress {dependent} {}{}{options}", terms.join(" "), self.condition(workspace, 20))
    }

    fn grouped(&mut self, workspace: &Workspace) -> String {
        let statistic = self.one(&GROUP_STATISTICS);
        let (source, target, by) = (self.variable(workspace), self.fresh(), self.variable(workspace));
        let command = if self.chance(80) { "aggregate" } else { "collapse" };
        format!("{command} ({statistic}) {source} -> {target}, by({by})")
    }

    fn session(&mut self, workspace: &Workspace) -> String {
        let datasets: Vec<String> = workspace.datasets.keys().cloned().collect();
        let dataset = datasets[self.below(datasets.len())].clone();
        match self.below(9) {
            0 => format!("create-dataset {}", self.fresh()),
            1 | 2 => format!("use {dataset}"),
            3 => format!("clone-dataset {dataset} {}", self.fresh()),
            4 => format!("rename {} {}", self.variable(workspace), self.fresh()),
            5 => format!("merge {} into {dataset}", self.variable(workspace)),
            6 => format!("merge {} into {dataset} on {}", self.variable(workspace), self.variable(workspace)),
            7 => format!("define-labels {} 1 'Én' 2 to 'a' \"Første\" nan 'ikke et tall'", self.fresh()),
            _ => {
                let lists: Vec<String> = workspace.code_lists.keys().cloned().collect();
                let list = if lists.is_empty() { "none".to_owned() } else { lists[self.below(lists.len())].clone() };
                format!("assign-labels {} {list}", self.variable(workspace))
            }
        }
    }
}
