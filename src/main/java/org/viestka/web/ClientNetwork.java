package org.viestka.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.quarkus.runtime.Startup;
import io.vertx.ext.web.RoutingContext;

/**
 * The network that a request comes from. {@code X-Forwarded-For} is read from its end, and only as far as each hop is a proxy
 * of the operator's: what stands before was written by whoever sent it.
 */
@Startup
@ApplicationScoped
public class ClientNetwork {

    static final String UNKNOWN = "unknown";
    /** An IPv6 customer has a /64 at the least; what follows is theirs to choose. */
    private static final int IPV6_NETWORK_OCTETS = 8;
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\]]*)](?::\\d+)?|([0-9.]+):\\d+");

    private final RoutingContext request;
    private final List<IpSubnetFilterRule> proxies;

    ClientNetwork(RoutingContext request, ProxyConfig config) {
        this.request = request;
        this.proxies = config.proxies().orElse(List.of()).stream().map(ClientNetwork::rule).toList();
    }

    /** Octets of the IPv4 address or the IPv6 /64 in hex; the same word for all whose address cannot be told. */
    public String current() {
        return of(request);
    }

    /** The same for a request that has not come so far yet, at sign-in. */
    public String of(RoutingContext context) {
        var peer = context.request().connection().remoteAddress();
        return networkOf(
                client(peer == null ? null : peer.hostAddress(), context.request().headers().getAll("X-Forwarded-For")));
    }

    private String client(String peer, List<String> forwarded) {
        var hops = forwarded.stream().flatMap(line -> Arrays.stream(line.split(","))).map(String::strip).toList();
        var client = peer;
        for (int i = hops.size() - 1; i >= 0 && isProxy(client); i--) {
            var hop = WITH_PORT.matcher(hops.get(i));
            client = !hop.matches() ? hops.get(i) : hop.group(1) == null ? hop.group(2) : hop.group(1);
        }
        return client;
    }

    private boolean isProxy(String address) {
        var parsed = parse(address);
        return parsed != null && proxies.stream().anyMatch(proxy -> proxy.matches(new InetSocketAddress(parsed, 0)));
    }

    static String networkOf(String address) {
        var parsed = parse(address);
        if (parsed == null) {
            return UNKNOWN;
        }
        var octets = parsed.getAddress();
        return HexFormat.of().formatHex(octets.length == 16 ? Arrays.copyOf(octets, IPV6_NETWORK_OCTETS) : octets);
    }

    /** Null for what is no numeric address. Nothing is ever looked up, whatever a client writes. */
    private static InetAddress parse(String address) {
        var octets = address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
        try {
            return octets == null ? null : InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /**
     * An address or a network of the operator's.
     *
     * @throws IllegalArgumentException when it is neither; the message is the end of a sentence
     */
    public static IpSubnetFilterRule rule(String setting) {
        var parts = setting.strip().split("/", 2);
        var base = parse(parts[0]);
        try {
            int prefix = parts.length == 2 ? Integer.parseInt(parts[1]) : base == null ? -1 : 8 * base.getAddress().length;
            return new IpSubnetFilterRule(base, prefix, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new IllegalArgumentException("is no address and no network like 10.0.0.0/8");
        }
    }
}
