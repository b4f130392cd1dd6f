package org.viestka.web;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;

import org.viestka.publication.Week;
import org.viestka.publication.Words;

/** Weeks in paths and queries; one that does not exist is 400 with the reason. */
@Provider
class WeekParameter implements ParamConverterProvider {

    @Override
    @SuppressWarnings("unchecked")
    public <T> ParamConverter<T> getConverter(Class<T> rawType, Type genericType, Annotation[] annotations) {
        return rawType == Week.class ? (ParamConverter<T>) new Converter() : null;
    }

    static class Converter implements ParamConverter<Week> {

        @Override
        public Week fromString(String name) {
            if (name == null || name.isEmpty()) {
                return null;
            }
            try {
                return Week.parse(name);
            } catch (IllegalArgumentException noSuchWeek) {
                throw Problem.invalid("week", Words::invalid_week);
            }
        }

        @Override
        public String toString(Week week) {
            return week.toString();
        }
    }
}
