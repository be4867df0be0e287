"""数据中心: sources, loads, quarantine, completeness (任务10)."""
