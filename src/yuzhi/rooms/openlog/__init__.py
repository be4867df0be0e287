"""The room of exhibits: people deposit files, follow them into the log, take packages of them, and anybody checks one."""
