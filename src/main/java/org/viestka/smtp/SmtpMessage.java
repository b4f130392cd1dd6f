package org.viestka.smtp;

/**
 * A message as the relay is to get it: RFC 5322 with CRLF line ends, in ASCII.
 *
 * @param octets the message from 0 to {@code length}, before dots are stuffed
 * @param dotless whether its maker knows that no line begins with a dot; else every message is looked through
 */
public record SmtpMessage(byte[] octets, int length, boolean dotless) {}
