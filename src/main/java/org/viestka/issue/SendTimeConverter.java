package org.viestka.issue;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads {@link SendTime} from the settings. */
public class SendTimeConverter implements Converter<SendTime> {

    private static final long serialVersionUID = 1L;

    @Override
    public SendTime convert(String value) {
        return SendTime.parse(value);
    }
}
