"""Demo data: imported by nothing but `enova.demo`, when demo data is loaded."""
