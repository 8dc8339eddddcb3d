# Further results of R's survival package (version printed in the last line of the table): Rscript survival.R > survival.csv
suppressMessages(library(survival))
here <- "../../../../../shared/reference/data/"
lung <- read.csv(paste0(here, "lung.csv")); lung <- lung[!is.na(lung$ph.ecog), ]
veteran <- read.csv(paste0(here, "veteran.csv")); rossi <- read.csv(paste0(here, "rossi.csv"))
say <- function(case, figure, value) for (i in seq_along(value)) cat(sprintf("%s,%s,%d,%.17g\n", case, figure, i, value[i]))
control <- coxph.control(eps = 1e-14, toler.chol = 1e-12, iter.max = 50)
cat("case,figure,index,value\n")
fits <- list(
  efron = coxph(Surv(time, status == 2) ~ age + sex + ph.ecog, lung, control = control),
  breslow = coxph(Surv(time, status == 2) ~ age + sex + ph.ecog, lung, ties = "breslow", control = control),
  ties = coxph(Surv(week, arrest) ~ fin + age + prio, rossi, control = control),
  strata = coxph(Surv(time, status) ~ trt + karno + age + strata(celltype), veteran, control = control),
  entry = coxph(Surv(pmin(age / 1000, time - 1) * 30, time, status) ~ trt + karno, veteran[veteran$time > 1, ], control = control),
  entrybreslow = coxph(Surv(pmin(age / 1000, time - 1) * 30, time, status) ~ trt + karno, veteran[veteran$time > 1, ], ties = "breslow", control = control))
for (case in names(fits)) { f <- fits[[case]]
  say(case, "coef", coef(f)); say(case, "se", sqrt(diag(f$var))); say(case, "ll", f$loglik); say(case, "score", f$score); say(case, "wald", f$wald.test)
  say(case, "martingale", residuals(f, "martingale")); say(case, "scoreresidual", t(residuals(f, "score")))
  say(case, "dfbeta", t(residuals(f, "dfbeta"))); say(case, "schoenfeld", t(residuals(f, "schoenfeld")[, ]))
  if (!grepl("entry", case)) { say(case, "concordance", f$concordance[1:3]) }
  b <- basehaz(f, centered = FALSE); say(case, "basehaz", tail(b$hazard, 1))
  for (tr in c("km", "rank", "identity", "log")) { z <- cox.zph(f, transform = tr); say(case, paste0("zph", tr), z$table[, 1]) } }
r <- coxph(Surv(time, status == 2) ~ age + sex + ph.ecog, lung, robust = TRUE, control = control); say("robust", "se", sqrt(diag(r$var))); say("robust", "wald", r$wald.test)
r <- coxph(Surv(time, status == 2) ~ age + sex + ph.ecog + cluster(inst), lung[!is.na(lung$inst), ], control = control); say("cluster", "se", sqrt(diag(r$var))); say("cluster", "coef", coef(r))
z <- cox.zph(coxph(Surv(time, status) ~ trt + celltype + karno, veteran, control = control)); say("zphterm", "chisq", z$table[, 1]); say("zphterm", "df", z$table[, 2])
k <- survfit(Surv(time, status) ~ celltype, veteran, conf.type = "log-log")
say("km", "surv", k$surv); say("km", "lower", ifelse(is.na(k$lower), -1, k$lower)); say("km", "upper", ifelse(is.na(k$upper), -1, k$upper)); say("km", "risk", k$n.risk)
t <- summary(k)$table; say("km", "median", t[, "median"]); say("km", "medianlow", t[, "0.95LCL"]); say("km", "medianhigh", t[, "0.95UCL"]); say("km", "rmean", t[, 5]); say("km", "rmeanse", t[, 6])
q <- quantile(k, c(.1, .25, .75, .9)); say("km", "quantile", t(q$quantile)); say("km", "quantilelow", t(ifelse(is.na(q$lower), -1, q$lower))); say("km", "quantilehigh", t(ifelse(is.na(q$upper), -1, q$upper)))
say("km", "cumhaz", k$cumhaz); say("km", "chazse", k$std.chaz)
for (rho in c(0, 1, .5)) { d <- survdiff(Surv(time, status) ~ celltype, veteran, rho = rho); say("logrank", paste0("chisq", rho), d$chisq); say("logrank", paste0("expected", rho), d$exp) }
d <- survdiff(Surv(time, status) ~ trt + strata(celltype), veteran); say("logrank", "stratified", d$chisq)
d <- survdiff(Surv(time, status) ~ trt + strata(celltype), veteran, rho = 1); say("logrank", "stratifiedrho", d$chisq)
sc <- survreg.control(rel.tolerance = 1e-14, maxiter = 100)
aft <- list(weibull = survreg(Surv(time, status) ~ trt + karno + age, veteran, control = sc), weibull0 = survreg(Surv(time, status) ~ 1, veteran, control = sc),
  exponential = survreg(Surv(time, status) ~ trt + karno + age, veteran, dist = "exponential", control = sc), exponential0 = survreg(Surv(time, status) ~ 1, veteran, dist = "exponential", control = sc),
  lognormal = survreg(Surv(time, status) ~ trt + karno + age, veteran, dist = "lognormal", control = sc), lognormal0 = survreg(Surv(time, status) ~ 1, veteran, dist = "lognormal", control = sc),
  loglogistic = survreg(Surv(time, status) ~ trt + karno + age, veteran, dist = "loglogistic", control = sc), factor = survreg(Surv(time, status) ~ celltype + karno, veteran, control = sc))
for (case in names(aft)) { f <- aft[[case]]; say(case, "coef", coef(f)); say(case, "scale", f$scale); say(case, "se", sqrt(diag(f$var))); say(case, "ll", f$loglik)
  p <- predict(f, newdata = veteran[5, ], type = "uquantile", p = c(.5, .1), se.fit = TRUE); say(case, "uquantile", p$fit); say(case, "uquantilese", p$se.fit) }
say("version", "survival", as.numeric(gsub("[^0-9]", "", as.character(packageVersion("survival")))))
