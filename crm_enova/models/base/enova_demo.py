from odoo import api, models


class EnovaDemo(models.AbstractModel):
    """The door to the demo data, whose code no other part of the addon imports."""

    _name = "enova.demo"
    _description = "Demo data of the CRM"

    @api.model
    def _load_demo(self):
        """Create what is missing of the demo data; called by demo/enova_demo.xml.

        A database without demo data never calls it, so there its code is not even read.
        """
        from ...demo.enova_demo import Demo

        Demo(self.env).load()
