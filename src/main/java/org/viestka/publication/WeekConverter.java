package org.viestka.publication;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Weeks are stored by name: it sorts as time does, and a person who reads the table understands it. */
@Converter(autoApply = true)
class WeekConverter implements AttributeConverter<Week, String> {

    @Override
    public String convertToDatabaseColumn(Week week) {
        return week == null ? null : week.toString();
    }

    @Override
    public Week convertToEntityAttribute(String name) {
        return name == null ? null : Week.parse(name);
    }
}
