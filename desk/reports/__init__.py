"""What goes on file: the review report and the notice to the applicant, from one submission's record and findings."""
