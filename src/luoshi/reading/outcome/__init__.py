"""What is reported, admitted and declared: achievements, problems, frameworks, and what the reading covers."""
