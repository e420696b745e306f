"""Say of the tasks of earlier runs which run has made them, so it can be taken back."""


def migrate(cr, version):
    # what was made in one transaction with its project, the run has made
    cr.execute(
        """
        UPDATE enova_activity AS task
           SET creator_run_id = project.creator_run_id
          FROM enova_project AS project
         WHERE project.id = task.project_id
           AND project.creator_run_id IS NOT NULL
           AND task.playbook_line_id IS NOT NULL
           AND task.creator_run_id IS NULL
           AND task.create_date = project.create_date
        """
    )
