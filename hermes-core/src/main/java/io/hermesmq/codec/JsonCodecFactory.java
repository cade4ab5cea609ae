package io.hermesmq.codec;

/** Makes the codecs of types that are a {@link io.hermesmq.annotation.JsonMessage}. Called when publishers and listeners are made. */
@FunctionalInterface
public interface JsonCodecFactory {

    /**
     * Makes a codec.
     *
     * @param type that carries the annotation; its subtypes go through the same codec.
     * @param <T> the type.
     * @return a codec whose {@link MessageCodec#type()} is that type.
     */
    <T> MessageCodec<T> codecFor(Class<T> type);
}
