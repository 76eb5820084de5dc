"""What is reported, admitted and declared: achievements, problems, frameworks, coverage."""
