"""What every municipality is to be offered: who was offered it, what they answered, who came, and who is left."""
