package io.hermesmq.frame;

/** What {@link FrameChecksum#verify} finds out about bytes that claim to be a frame. */
public enum FrameVerdict {
    /** A whole frame of this version, and its checksum is right where it has one. */
    VALID,
    /** Fewer bytes than the header, or than the header's length says. */
    INCOMPLETE,
    /** The bytes do not start with {@link FrameLayout#MAGIC}. */
    BAD_MAGIC,
    /** A version other than {@link FrameLayout#VERSION}. */
    BAD_VERSION,
    /** A payload length below zero or over the limit of the reader. */
    BAD_LENGTH,
    /** Header or payload are not what was written. */
    BAD_CHECKSUM
}
