package org.viestka.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses are those of the public internet. By the special-purpose registries of IANA (RFC 6890): of IPv4 everything
 * that is not reserved, of IPv6 nothing but global unicast, and of that nothing that stands for an IPv4 address.
 */
final class PublicAddress {

    private static final List<Network> RESERVED = List.of(
            // This network, private, shared (carrier-grade NAT), loopback, link-local with the metadata of clouds, private.
            ipv4(0, 0, 0, 0, 8), ipv4(10, 0, 0, 0, 8), ipv4(100, 64, 0, 0, 10), ipv4(127, 0, 0, 0, 8), ipv4(169, 254, 0, 0, 16),
            ipv4(172, 16, 0, 0, 12),
            // Protocols, documentation, 6to4 relays, private, benchmarks, documentation twice.
            ipv4(192, 0, 0, 0, 24), ipv4(192, 0, 2, 0, 24), ipv4(192, 88, 99, 0, 24), ipv4(192, 168, 0, 0, 16),
            ipv4(198, 18, 0, 0, 15), ipv4(198, 51, 100, 0, 24), ipv4(203, 0, 113, 0, 24),
            // Multicast, and what nobody has, with broadcast.
            ipv4(224, 0, 0, 0, 4), ipv4(240, 0, 0, 0, 4),
            // Protocols with Teredo, documentation, 6to4, documentation.
            ipv6(0x2001, 0x0000, 23), ipv6(0x2001, 0x0db8, 32), ipv6(0x2002, 0, 16), ipv6(0x3fff, 0, 20));
    private static final Network GLOBAL_IPV6 = ipv6(0x2000, 0, 3);

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        // An IPv4-mapped IPv6 address is an Inet4Address in Java, however it was written.
        return (address instanceof Inet4Address || GLOBAL_IPV6.holds(address))
                && RESERVED.stream().noneMatch(network -> network.holds(address));
    }

    /** The first bits of some addresses. */
    private record Network(byte[] start, int bits) {

        boolean holds(InetAddress address) {
            var octets = address.getAddress();
            if (octets.length != start.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((octets[bit / 8] & mask) != (start[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Network ipv4(int a, int b, int c, int d, int bits) {
        return new Network(new byte[]{(byte) a, (byte) b, (byte) c, (byte) d}, bits);
    }

    private static Network ipv6(int first, int second, int bits) {
        var start = new byte[16];
        start[0] = (byte) (first >> 8);
        start[1] = (byte) first;
        start[2] = (byte) (second >> 8);
        start[3] = (byte) second;
        return new Network(start, bits);
    }
}
