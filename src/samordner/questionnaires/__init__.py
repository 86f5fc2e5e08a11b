"""What is asked: questionnaires, their texts in both forms of Norwegian, their conditions, and every version that was asked."""
