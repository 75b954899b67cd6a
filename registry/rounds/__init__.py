"""Monthly rounds (调度): opened with a question, told project by project, closed for good."""
