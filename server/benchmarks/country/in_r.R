# Row h in R's lm: reads the columns that in_models.py wrote. Arguments: folder, rows, runs.
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]; n <- as.numeric(arguments[2]); runs <- as.integer(arguments[3])
numbers <- c("age", "age2", "man", "capital", "debt", "deposits", "pension", "month")
read <- function(name, what) readBin(file.path(folder, name), what, n)
data <- as.data.frame(lapply(setNames(nm = c("wage", numbers)), read, what = "double"))
data$county <- factor(read("county", "integer"))
data$civil <- factor(read("civil", "integer"))
model <- reformulate(c(numbers, "county", "civil"), "wage")
walls <- numeric(0)
for (run in seq_len(runs)) {
  fit <- NULL
  gc()
  start <- proc.time()[["elapsed"]]
  fit <- lm(model, data, model = FALSE)
  walls <- c(walls, proc.time()[["elapsed"]] - start)
}
estimates <- coef(summary(fit))[numbers, , drop = FALSE]
status <- grep("^VmHWM", readLines("/proc/self/status"), value = TRUE)
peak <- as.numeric(gsub("[^0-9]", "", status)) %/% 1024
pairs <- function(suffix, column) sprintf('"%s.%s": %.17g', numbers, suffix, estimates[, column])
check <- paste(c(pairs("b", 1), pairs("se", 2)), collapse = ", ")
cat(sprintf('ROW {"row": "h", "tool": "r", "walls": [%s], "peak_mb": %d, "check": {%s}}\n',
            paste(sprintf("%.3f", walls), collapse = ", "), as.integer(peak), check))
