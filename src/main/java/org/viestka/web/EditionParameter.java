package org.viestka.web;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;

import org.viestka.publication.Edition;
import org.viestka.publication.Publication;

/** Editions in paths, by key; one that is not configured is 404. */
@Provider
class EditionParameter implements ParamConverterProvider {

    private final Publication publication;

    EditionParameter(Publication publication) {
        this.publication = publication;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> ParamConverter<T> getConverter(Class<T> rawType, Type genericType, Annotation[] annotations) {
        return rawType == Edition.class ? (ParamConverter<T>) new Converter() : null;
    }

    class Converter implements ParamConverter<Edition> {

        @Override
        public Edition fromString(String key) {
            return publication.edition(key).orElseThrow(Problem::notFound);
        }

        @Override
        public String toString(Edition edition) {
            return edition.key();
        }
    }
}
