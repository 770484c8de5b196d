# The tasks are in tasks.py, which runs without make too: python -m tasks TASK
PYTHON ?= $(shell command -v python3.11 || command -v python3)
TASKS := demo test style types oldest faults bench keys docs pictures clean

.PHONY: $(TASKS)

$(TASKS):
	@$(PYTHON) -m tasks $@
