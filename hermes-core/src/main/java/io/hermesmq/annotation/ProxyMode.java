package io.hermesmq.annotation;

/** How a listener treats a Spring AOP proxy around its bean. */
public enum ProxyMode {
    /** The application does not start where advice would be skipped: nobody loses a transaction without knowing. */
    REJECT,

    /** Each message goes through the proxy and its advice, at the price of the proxy: about 30 ns and 80 bytes. */
    USE,

    /** The bean behind the proxy is called; its advice is skipped on purpose. */
    BYPASS
}
