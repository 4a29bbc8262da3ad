"""Forms as data: questions, conditions, answers, and the official table they fill."""
