from . import (
    enova_demo,
    enova_demo_activities,
    enova_demo_cards,
    enova_demo_documents,
    enova_demo_people,
    enova_demo_projects,
    enova_demo_resources,
)
